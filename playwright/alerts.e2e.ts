import { violationsOf } from './axe.ts'
import { expect, test } from './fixtures.ts'

test('an alert is made, fires, and resolves', async ({ api, space, signedIn: page }) => {
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'checkout',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: {
      'index.mjs': `export const handler = ({ fail }) => { if (fail) throw new Error('no balance') }`,
    },
  })
  const call = (fail: boolean) => api.call('POST', `/spaces/${space}/functions/checkout/invocations`, { fail })
  await call(true)
  await page.goto(`/s/${space}/alerts`)
  await expect(page.getByText('No rule yet')).toBeVisible()

  await page.getByRole('button', { name: 'Add target' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add target' })
  await dialog.getByRole('radio', { name: 'Function' }).click()
  await dialog.getByLabel('Name').fill('page-oncall')
  await dialog.getByLabel('Function', { exact: true }).click()
  await page.getByRole('option', { name: 'checkout' }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Test' }).click()
  await expect(page.getByText(/Test sent in .*: task /)).toBeVisible()

  await page.getByRole('button', { name: 'New rule' }).click()
  const rule = page.getByRole('complementary', { name: 'Rule' })
  await rule.getByLabel('Name').fill('checkout-fails')
  // A click elsewhere asks before it takes what was typed.
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: /^Functions/ })
    .click()
  const leave = page.getByRole('dialog', { name: 'Leave without saving?' })
  await expect(leave).toContainText('checkout-fails')
  await leave.getByRole('button', { name: 'Stay' }).click()
  await expect(leave).toBeHidden()
  await rule.getByLabel('Threshold').fill('40')
  await rule.getByLabel('Resolves below').fill('50')
  await expect(rule.getByText('Must lie on the other side of the threshold from where the rule fires')).toBeVisible()
  await rule.getByLabel('Resolves below').fill('30')
  await expect(rule.getByText(/^Now \d/)).toBeVisible()
  await rule.getByRole('button', { name: 'Create rule' }).click()
  const rows = page.getByRole('table', { name: 'Alerts' })
  await expect(rows.getByRole('row', { name: /checkout-fails/ })).toBeFocused()
  await expect(rows.getByRole('row', { name: /checkout-fails/ }).getByText('firing')).toBeVisible()
  await expect(rule.getByRole('list', { name: 'History' }).getByText('firing')).toBeVisible()
  expect(await violationsOf(page)).toEqual([])

  for (let n = 0; n < 5; n++) await call(false)
  await expect(rows.getByRole('row', { name: /checkout-fails/ }).getByText('normal')).toBeVisible()
  await rule.getByRole('button', { name: 'Silence' }).click()
  const silence = page.getByRole('dialog', { name: 'Silence checkout-fails' })
  await silence.getByLabel('Reason').fill('load test')
  await silence.getByRole('button', { name: 'Silence' }).click()
  await expect(rows.getByText('silenced')).toBeVisible()
})
