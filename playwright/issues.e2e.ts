import { violationsOf } from './axe.ts'
import { expect, test } from './fixtures.ts'
import { ADMIN } from './server.ts'

test('issues are resolved, ignored and assigned by keys, one by one and several at once', async ({
  api,
  space,
  signedIn: page,
}) => {
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'checkout',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': `export const handler = ({ kind }) => { throw new Error('no ' + kind) }` },
  })
  const colleague = `${space}@alcove.test`
  const invitation = await api.must('POST', '/accounts/invite', { email: colleague, name: 'Priya Nair' })
  const token = new URL(invitation.link).searchParams.get('token')!
  await api.must('POST', `/invitations/${token}`, { password: 'another-long-password', name: 'Priya Nair' })
  await api.must('PUT', `/spaces/${space}/grants/${invitation.account.id}`, { role: 'developer' })
  // The last is listed first.
  for (const kind of ['cart', 'price', 'stock', 'token', 'voucher'])
    await api.call('POST', `/spaces/${space}/functions/checkout/invocations`, { kind })
  await page.goto(`/s/${space}/issues`)
  const table = page.getByRole('table', { name: 'Issues' })
  const row = (kind: string) => table.getByRole('row', { name: `no ${kind}` })
  const left = async (...kinds: string[]) => {
    await expect(table.locator('tbody').getByRole('row')).toHaveCount(kinds.length)
    for (const kind of kinds) await expect(row(kind)).toBeVisible()
  }
  await left('voucher', 'token', 'stock', 'price', 'cart')
  await expect(page.getByText('5 need a look: new, back or rising')).toBeVisible()

  await test.step('r resolves the focused issue, and the focus stays at its place', async () => {
    await row('voucher').focus()
    await page.keyboard.press('j')
    await page.keyboard.press('r')
    await left('voucher', 'stock', 'price', 'cart')
    await expect(row('stock')).toBeFocused()
    await page.getByRole('button', { name: 'Undo' }).click()
    await left('voucher', 'token', 'stock', 'price', 'cart')
  })

  await test.step('a assigns the open issue, i ignores it', async () => {
    await row('voucher').focus()
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('complementary', { name: 'Issue' })
    await expect(drawer.getByText('nobody')).toBeVisible()
    await page.keyboard.press('a')
    const assign = drawer.getByRole('button', { name: ADMIN.email })
    await assign.click()
    await page.getByRole('menuitem', { name: 'To nobody' }).click()
    await expect(drawer.getByText('nobody')).toBeVisible()
    await drawer.getByRole('button', { name: 'Assign', exact: true }).click()
    await page.getByRole('menuitem', { name: colleague }).click()
    await expect(drawer.getByRole('button', { name: colleague })).toBeVisible()
    await expect(page.getByRole('menu')).toBeHidden()
    await page.keyboard.press('i')
    await expect(drawer.getByRole('button', { name: 'Open again' })).toBeVisible()
    await page.keyboard.press('Escape')
    await left('token', 'stock', 'price', 'cart')
  })

  await test.step('what is assigned to oneself has a list of its own', async () => {
    await row('token').focus()
    await page.keyboard.press('a')
    await expect(row('token').getByRole('img', { name: ADMIN.email })).toBeVisible()
    await page.getByRole('radio', { name: 'Assigned to me' }).click()
    await left('token')
    await page.getByRole('radio', { name: 'Open' }).click()
    await left('token', 'stock', 'price', 'cart')
  })

  await test.step('x and Shift select a range, which changes together', async () => {
    await row('token').focus()
    await page.keyboard.press('x')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Shift+X')
    const bar = page.getByRole('toolbar', { name: 'Selection' })
    await expect(bar.getByText('3 selected')).toBeVisible()
    expect(await violationsOf(page)).toEqual([])
    await bar.getByRole('button', { name: 'Ignore' }).click()
    await page.getByRole('menuitem', { name: 'For ever' }).click()
    await expect(page.getByText('3 issues are Ignored now')).toBeVisible()
    await left('cart')
    await expect(bar).toBeHidden()
  })

  await test.step('the boxes do it with the mouse', async () => {
    await page.getByRole('radio', { name: 'Ignored' }).click()
    await left('voucher', 'token', 'stock', 'price')
    await page.getByRole('checkbox', { name: 'Select Error: no voucher' }).click()
    await page.getByRole('checkbox', { name: 'Select Error: no price' }).click({ modifiers: ['Shift'] })
    await page.getByRole('button', { name: 'Open again' }).click()
    await expect(page.getByText('No issue is in this state')).toBeVisible()
  })

  await test.step('the keys are listed', async () => {
    await page.goto('/help')
    await expect(page.getByRole('region', { name: 'Issues of a space' })).toContainText('Resolve in the next version')
  })
})
