import { randomBytes } from 'node:crypto'
import { expect, signIn, test } from './fixtures.ts'

test('an invited account joins by its link, sees only what it was granted, and loses it at once', async ({
  api,
  space,
  browser,
}) => {
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
  await expect(page.getByText('Nothing here, or not for you. Ask for access?')).toBeVisible()

  await api.must('PUT', `/spaces/${space}/grants/${invitation.account.id}`, { role: 'viewer' })
  await page.goto(`/s/${space}/f/secret/code`)
  await expect(page.getByRole('heading', { name: 'secret', level: 1 })).toBeVisible()
  await expect(page.getByText(/Needs functions:write|functions:write/).first()).toBeAttached()

  await api.must('DELETE', `/spaces/${space}/grants/${invitation.account.id}`)
  await page.goto(`/s/${space}/f/secret`)
  await expect(page.getByText('Nothing here, or not for you. Ask for access?')).toBeVisible()
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

test('an account without a role in a public space invokes its functions and reads nothing else', async ({
  api,
  space,
  browser,
}) => {
  const account = { email: `${randomBytes(4).toString('hex')}@alcove.test`, password: 'another-long-password' }
  const invitation = await api.must('POST', '/accounts/invite', { email: account.email, name: 'Sam Okafor' })
  const token = new URL(invitation.link).searchParams.get('token')
  await api.must('POST', `/invitations/${token}`, { password: account.password })
  await api.must('PATCH', `/spaces/${space}`, { visibility: 'public' })
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'greet',
    description: 'Says hello',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: {
      'index.mjs': `// the secret recipe
        export const handler = async ({ name }) => {
          if (!name) throw new RangeError('a name is needed')
          return { hello: name }
        }`,
    },
  })

  const context = await browser.newContext()
  const page = await context.newPage()
  await signIn(page.request, account)
  const refused: string[] = []
  page.on('response', (response) => {
    if (response.status() === 403) refused.push(response.url())
  })

  await page.goto('/spaces')
  await page.getByRole('table', { name: 'Spaces' }).getByRole('link', { name: space }).click()
  await expect(page.getByText('You may invoke its functions.')).toBeVisible()
  const tabs = page.getByRole('navigation', { name: space })
  await expect(tabs.getByRole('link', { name: 'Members' })).toBeDisabled()
  await expect(tabs.getByRole('link', { name: 'Settings' })).toBeDisabled()
  await page.getByRole('table', { name: 'Functions' }).getByRole('link', { name: 'greet' }).click()

  await expect(page.getByRole('heading', { name: 'greet', level: 1 })).toBeVisible()
  const pages = page.getByRole('navigation', { name: 'Function', exact: true })
  await expect(pages.getByRole('link', { name: 'Code' })).toBeDisabled()
  await page.getByLabel('Event').fill('{ "name": "Ada" }')
  await page.getByRole('button', { name: 'Invoke' }).click()
  await expect(page.getByLabel('Output')).toContainText('"Ada"')
  await page.getByLabel('Event').fill('{}')
  await page.getByRole('button', { name: 'Invoke' }).click()
  await expect(page.getByText('RangeError: a name is needed')).toBeVisible()
  await expect(page.getByText('index.mjs')).toHaveCount(0)

  for (const locked of [
    'f/greet/code',
    'f/greet/configuration',
    'f/greet/logs',
    'f/greet/monitoring',
    'members',
    'settings',
  ]) {
    await page.goto(`/s/${space}/${locked}`)
    await expect(page.getByText('Not open to you')).toBeVisible()
    await expect(page.getByText(/^Needs .* You have no role in this space\.$/)).toBeVisible()
  }
  await expect(page.getByText('the secret recipe')).toHaveCount(0)
  // No page repeats a request that is refused.
  expect(refused).toEqual([])

  await api.must('PUT', `/spaces/${space}/grants/${invitation.account.id}`, { role: 'viewer' })
  await page.goto(`/s/${space}/f/greet/configuration`)
  await expect(page.getByRole('heading', { name: 'greet', level: 1 })).toBeVisible()
  await expect(page.getByText('Not open to you')).toHaveCount(0)
  await context.close()
})

test('who may not change a function cannot fill in its forms, and a refused page is not asked for again', async ({
  api,
  space,
  browser,
}) => {
  const account = { email: `${randomBytes(4).toString('hex')}@alcove.test`, password: 'another-long-password' }
  const { link } = await api.must('POST', '/accounts/invite', { email: account.email, name: 'Vera Lund' })
  await api.must('POST', `/invitations/${new URL(link).searchParams.get('token')}`, { password: account.password })
  const { items } = await api.must('GET', `/accounts?q=${encodeURIComponent(account.email)}`)
  await api.must('PUT', `/spaces/${space}/grants/${items[0].id}`, { role: 'viewer' })
  await api.must('POST', `/spaces/${space}/functions`, { name: 'greet', runtime: 'nodejs24', handler: 'index.handler' })

  const context = await browser.newContext()
  const page = await context.newPage()
  await signIn(page.request, account)
  await page.goto(`/s/${space}/f/greet/triggers?form=new.http`)
  await expect(page.getByText('Needs triggers:write. Your role here is viewer.')).toBeVisible()
  await page.getByRole('main').getByRole('button', { name: 'Close' }).click()
  await expect(page).toHaveURL(`/s/${space}/f/greet/triggers`)
  await page.goto(`/s/${space}/f/new`)
  await expect(page.getByLabel('Name', { exact: true })).toBeDisabled()

  await page.clock.install()
  const asked: number[] = []
  page.on('response', (response) => {
    if (response.url().endsWith('/api/v1/platform/health')) asked.push(response.status())
  })
  await page.goto('/health')
  await expect(page.getByText('Not allowed')).toBeVisible()
  const before = asked.length
  await page.clock.runFor(60_000)
  // A request that went out would be answered before this one.
  await page.evaluate(() => fetch('/api/v1/me').then((answer) => answer.text()))
  expect([before > 0, asked.slice(before)]).toEqual([true, []])
  await context.close()
})
