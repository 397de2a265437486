import { randomBytes } from 'node:crypto'
import { violationsOf } from './axe.ts'
import { expect, signIn, test } from './fixtures.ts'

test('two people: granted, refused with the reason, let in for an hour, and out while a tail is open', async ({
  api,
  space,
  signedIn: admin,
  browser,
}) => {
  admin.setDefaultTimeout(15_000)
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'checkout',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': 'export const handler = async () => console.log("a call of checkout")' },
  })
  const email = `${randomBytes(4).toString('hex')}@alcove.test`
  const password = 'another-long-password'

  // Invited by one, joined by the other.
  await admin.goto('/accounts')
  await admin.getByRole('button', { name: 'Invite account' }).first().click()
  await admin.getByRole('dialog').getByLabel('Name').fill('Priya Nair')
  await admin.getByRole('dialog').getByLabel('Email').fill(email)
  await admin.getByRole('button', { name: 'Make link' }).click()
  const link = new URL(await admin.getByLabel('Invitation link').inputValue())
  await admin.getByRole('button', { name: 'Done' }).click()
  // The row itself has the focus, not its button that deletes the account.
  await expect(admin.getByRole('row', { name: email })).toBeFocused()
  const context = await browser.newContext()
  const priya = await context.newPage()
  priya.setDefaultTimeout(15_000)
  await priya.goto(link.pathname + link.search)
  await priya.getByLabel('Password').fill(password)
  await priya.getByRole('button', { name: 'Join' }).click()
  await expect(priya).not.toHaveURL(/invite/)
  await signIn(priya.request, { email, password })

  // Granted, the private space appears; what the role lacks is refused with its reason.
  await priya.goto(`/s/${space}`)
  await expect(priya.getByText('Nothing here, or not for you. Ask for access?')).toBeVisible()
  await admin.goto(`/s/${space}/members`)
  await admin.getByRole('button', { name: 'Grant access' }).click()
  await admin.getByLabel('Account or group').fill(email)
  await admin.getByRole('dialog').getByLabel('Role').click()
  await admin.getByRole('option', { name: /^invoker/ }).click()
  await admin.getByRole('dialog').getByRole('button', { name: 'Grant access' }).click()
  await expect(admin.getByText('Priya Nair has the role invoker')).toBeVisible()
  await expect(priya.getByRole('link', { name: 'checkout' }).first()).toBeVisible()
  await priya.goto(`/s/${space}/f/checkout/logs`)
  await expect(priya.getByText(/Needs logs:read/).first()).toBeVisible()

  // Taken away, asked for, and granted for an hour.
  await admin.getByRole('button', { name: 'Revoke the grant of Priya Nair' }).click()
  await admin.getByRole('button', { name: 'Revoke grant' }).click()
  await expect(admin.getByText('Grant of Priya Nair revoked')).toBeVisible()
  await priya.goto(`/s/${space}/f/checkout/logs`)
  await priya.getByLabel('Reason').fill('The logs of the incident')
  await priya.getByRole('button', { name: 'Ask for access' }).click()
  await expect(priya.getByText(/^Asked .*opens by itself/)).toBeVisible()
  await expect(admin.getByText('“The logs of the incident”')).toBeVisible()
  await admin.goto(`/s/${space}`)
  await admin
    .getByRole('navigation', { name: space })
    .getByRole('link', { name: 'Members' })
    .getByTitle('1 request')
    .click()
  for (const [width, theme] of [
    [1440, 'light'],
    [390, 'dark'],
  ] as const) {
    await admin.setViewportSize({ width, height: 900 })
    await admin.evaluate((name) => (document.documentElement.dataset['theme'] = name), theme)
    await admin.screenshot({ path: test.info().outputPath(`members-${width}-${theme}.png`) })
    expect(await violationsOf(admin)).toEqual([])
  }
  await admin.setViewportSize({ width: 1440, height: 900 })
  await admin.getByLabel('For').click()
  await admin.getByRole('option', { name: '1 hour' }).click()
  await admin.getByRole('button', { name: 'Approve' }).click()
  await expect(admin.getByText(/^Priya Nair is viewer until/)).toBeVisible()
  const ends = admin.getByRole('row', { name: /Priya Nair/ }).getByText(/^in \d+ min$/)
  await expect(ends).toBeVisible()
  await admin.getByRole('link', { name: 'Audit' }).last().click()
  await expect(admin.getByRole('table', { name: 'Audit' }).getByText('grants:put').first()).toBeVisible()

  // Once access is granted, the page opens by itself. A live tail closes when the grant is revoked.
  await expect(priya.getByRole('heading', { name: 'checkout', level: 1 })).toBeVisible()
  // Who may not lift a suspension reads who may.
  const quota = `/spaces/${space}/functions/checkout/quota`
  await api.must('PUT', quota, { executionsPerMonth: 1 })
  await api.must('POST', `/spaces/${space}/functions/checkout/invocations`, {})
  await priya.goto(`/s/${space}/f/checkout`)
  const notice = priya.getByRole('status').filter({ hasText: 'checkout is suspended.' })
  await expect(notice).toContainText('Someone with the role admin can raise the limit or resume it.')
  await api.must('PUT', quota, {})
  await expect(notice).toBeHidden()

  const tail = priya.waitForEvent('requestfinished', {
    predicate: (request) => request.url().includes('/logs/tail'),
    timeout: 60_000,
  })
  await priya.goto(`/s/${space}/f/checkout/logs?follow=true`)
  await api.must('POST', `/spaces/${space}/functions/checkout/invocations`, {})
  await expect(priya.getByText('a call of checkout').first()).toBeVisible()
  const { body: grants } = await api.call('GET', `/spaces/${space}/grants`)
  const grant = grants.items.find((each: { email: string }) => each.email === email)
  await api.must('DELETE', `/spaces/${space}/grants/${grant.subject}`)
  await tail
  await context.close()
})
