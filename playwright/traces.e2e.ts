import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './fixtures.ts'

test('from what fails on the overview to the issue, the trace and the log line', async ({
  api,
  space,
  signedIn: page,
}) => {
  const deploy = { runtime: 'nodejs24', handler: 'index.handler' }
  await api.must('POST', `/spaces/${space}/functions`, {
    ...deploy,
    name: 'price',
    files: {
      'index.mjs': `export const handler = ({ item }) => { throw new RangeError('item ' + item + ' has no price') }`,
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
  for (const item of [7, 8, 9]) {
    await api.call('POST', `/spaces/${space}/functions/checkout/invocations`, { item })
  }

  await page.goto('/')
  const attention = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'price', exact: true }) })
  await attention.getByRole('link', { name: 'Issues' }).first().click()
  const issues = page.getByRole('table', { name: 'Issues' })
  await issues.getByText('RangeError: item 9 has no price').click()
  const drawer = page.getByRole('complementary', { name: 'Issue' })
  await expect(drawer.getByRole('list', { name: 'Latest calls' }).getByRole('listitem')).toHaveCount(3)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])

  await drawer.getByRole('link', { name: 'Trace' }).first().click()
  const waterfall = page.getByRole('region', { name: 'Calls of the trace over time' })
  await expect(waterfall.getByRole('button', { name: 'checkout', exact: true })).toBeVisible()
  await expect(waterfall.getByText('pricing 9')).toBeVisible()
  await waterfall.getByRole('button', { name: 'price', exact: true }).click()
  const call = page.getByRole('complementary', { name: /^Invocation/ })
  await expect(call.getByText('RangeError: item 9 has no price').first()).toBeVisible()
  await page.getByRole('link', { name: 'All traces' }).click()
  await expect(page.getByRole('table', { name: 'Service graph' }).getByText('checkout')).toBeVisible()

  await page.goto(`/s/${space}/issues`)
  await page.getByRole('table', { name: 'Issues' }).getByText('RangeError: item 9 has no price').first().click()
  await page.getByRole('button', { name: 'Ignore' }).click()
  await expect(page.getByText('The issue is Ignored now')).toBeVisible()
})
