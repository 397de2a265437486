import type { Page } from '@playwright/test'
import { violationsOf } from './axe.ts'
import { expect, test } from './fixtures.ts'

test('from a red cell on the overview to the issue, the call, its trace, the log line and the line of code', async ({
  api,
  space,
  signedIn: page,
}) => {
  const deploy = { runtime: 'nodejs24', handler: 'index.handler' }
  await api.must('POST', `/spaces/${space}/functions`, {
    ...deploy,
    name: 'price',
    files: {
      'index.mjs': `export const handler = ({ item, currency }) => {
  if (currency === 'XBT') throw new RangeError('item ' + item + ' has no price')
  return item
}`,
    },
  })
  await api.must('POST', `/spaces/${space}/functions`, {
    ...deploy,
    name: 'checkout',
    files: {
      'index.mjs': `import { alcove } from 'alcove'
        export const handler = async (event) => { console.log('pricing ' + event.item); return alcove.invoke('price', event) }`,
    },
  })
  for (const item of [1, 2, 3, 7, 8, 9]) {
    const currency = item < 7 ? 'EUR' : 'XBT'
    await api.call('POST', `/spaces/${space}/functions/checkout/invocations`, { item, currency })
  }

  await test.step('the cell leads to the issues of the function', async () => {
    await page.goto('/')
    await page
      .getByRole('link', { name: /of price failed/ })
      .first()
      .click()
    const issues = page.getByRole('table', { name: 'Issues' })
    await issues.getByText('RangeError: item 9 has no price', { exact: true }).click()
    const drawer = page.getByRole('complementary', { name: 'Issue' })
    await expect(drawer.getByRole('list', { name: 'Latest calls' }).getByRole('listitem')).toHaveCount(3)
    await expect(drawer.getByRole('row', { name: /input\.currency XBT/ })).toContainText('100')
    await expectAccessible(page)
  })

  await test.step('the trace shows what led to it, and its line is found among the others', async () => {
    const drawer = page.getByRole('complementary', { name: 'Issue' })
    await drawer.getByRole('link', { name: 'Trace' }).first().click()
    const waterfall = page.getByRole('region', { name: 'Calls of the trace over time' })
    await expect(waterfall.getByRole('button', { name: 'checkout', exact: true })).toBeVisible()
    await waterfall.getByRole('link', { name: 'info: pricing 9' }).click()
    await expect(page).toHaveURL(new RegExp(`/s/${space}/logs`))
    await page.getByRole('link', { name: 'Trace', exact: true }).click()
    await waterfall.getByRole('button', { name: 'price', exact: true }).click()
  })

  await test.step('the call names the line of code', async () => {
    const call = page.getByRole('complementary', { name: /^Invocation/ })
    await expect(call.getByText('RangeError: item 9 has no price', { exact: true }).first()).toBeVisible()
    await call
      .getByRole('link', { name: /index\.mjs:2:/ })
      .first()
      .click()
    await expect(page).toHaveURL(new RegExp(`/s/${space}/f/price/.*index.mjs`))
  })

  await test.step('the explorer compares the failed calls with the others', async () => {
    await page.goto(`/s/${space}/invocations`)
    await page.getByRole('button', { name: 'the failed', exact: true }).click()
    const rows = page.getByRole('table', { name: 'What is different about' })
    await expect(rows.getByRole('row', { name: /input\.currency XBT/ })).toBeVisible()
    await expectAccessible(page)
    await rows.getByRole('button', { name: /input\.currency XBT/ }).click()
    await expect(page).toHaveURL(/input\.currency/)
    await expect(page.getByRole('table', { name: 'Invocations' }).getByRole('row')).toHaveCount(7)
    await page.goto(`/s/${space}/f/price/monitoring?compare=day`)
    await expect(page.getByText('a day earlier').first()).toBeVisible()
  })

  await test.step('an issue can be ignored', async () => {
    await page.goto(`/s/${space}/issues`)
    await page
      .getByRole('table', { name: 'Issues' })
      .getByText('RangeError: item 9 has no price', { exact: true })
      .first()
      .click()
    await page.getByRole('button', { name: 'Ignore' }).click()
    await page.getByRole('menuitem', { name: 'Until 100 more calls' }).click()
    await expect(page.getByText('The issue is Ignored now')).toBeVisible()
    await expect(page.getByText('100 more calls', { exact: true })).toBeVisible()
    await page.goto(`/s/${space}/traces`)
    await expect(page.getByRole('table', { name: 'Service graph' }).getByText('checkout')).toBeVisible()
  })

  await test.step('the focus follows the keyboard into a trace and comes back to its request', async () => {
    const request = page.getByRole('table', { name: 'Traces' }).locator('tbody').getByRole('row').nth(1)
    await request.focus()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(new RegExp(`/s/${space}/traces/`))
    await expect(page.getByRole('main')).toBeFocused()
    await page.goBack()
    await expect(request).toBeFocused()
  })

  await test.step('a request is found by the end of the id of its trace', async () => {
    const { items } = await api.must('GET', `/spaces/${space}/invocations?function=checkout&limit=1`)
    await page.getByRole('searchbox').fill(items[0].traceId.slice(-8))
    await expect(page.getByRole('table', { name: 'Traces' }).locator('tbody').getByRole('row')).toHaveCount(1)
  })
})

async function expectAccessible(page: Page): Promise<void> {
  expect(await violationsOf(page)).toEqual([])
}
