import { randomBytes } from 'node:crypto'
import { expect, signIn, test } from './fixtures.ts'

test('an invited account joins by its link, sees only what it was granted, and loses it at once', async ({
  api,
  space,
  browser,
}) => {
  test.setTimeout(120_000)
  const account = { email: `${randomBytes(4).toString('hex')}@alcove.test`, password: 'another-long-password' }
  const invitation = await api.must('POST', '/accounts/invite', { email: account.email, name: 'Priya Nair' })
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'secret',
    runtime: 'nodejs24',
    handler: 'index.handler',
  })

  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(new URL(invitation.link).pathname + new URL(invitation.link).search)
  await page.getByLabel('Password').fill(account.password)
  await page.getByRole('button', { name: 'Join' }).click()
  await expect(page).not.toHaveURL(/invite/)

  await signIn(page.request, account)
  await page.goto('/spaces')
  await expect(page.getByRole('heading', { name: 'Spaces', level: 1 })).toBeVisible()
  await expect(page.getByText(space)).toHaveCount(0)
  await page.goto(`/s/${space}`)
  await expect(page.getByText(/is not yours to see/)).toBeVisible()

  await api.must('PUT', `/spaces/${space}/grants/${invitation.account.id}`, { role: 'viewer' })
  await page.goto(`/s/${space}/f/secret/code`)
  await expect(page.getByRole('heading', { name: 'secret', level: 1 })).toBeVisible()
  await expect(page.getByText(/Needs functions:write|functions:write/).first()).toBeAttached()

  await api.must('DELETE', `/spaces/${space}/grants/${invitation.account.id}`)
  await page.goto(`/s/${space}/f/secret`)
  await expect(page.getByText('No function "secret" here')).toBeVisible()
  await context.close()
})

test('a space turned public is seen by every account', async ({ api, space, signedIn: page }) => {
  await page.goto(`/s/${space}/settings`)
  await page
    .getByRole('button', { name: 'Public' })
    .or(page.getByRole('radio', { name: 'Public' }))
    .first()
    .click()
  await page.getByRole('button', { name: `Make ${space} public` }).click()
  await expect(page.getByText(`${space} is public`)).toBeVisible()
  expect((await api.must('GET', `/spaces/${space}`)).visibility).toBe('public')
})
