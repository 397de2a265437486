import { expect, test } from './fixtures.ts'

test('instances are listed while they live and after they are gone, with why each ended', async ({
  api,
  space,
  signedIn: page,
}) => {
  const fn = `/spaces/${space}/functions/rates`
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'rates',
    runtime: 'nodejs24',
    handler: 'index.handler',
    timeoutSeconds: 2,
    files: {
      'index.mjs':
        'function spin() {\n  while (true) {}\n}\nexport const handler = async (event) => (event.hang ? spin() : 1)\n',
    },
  })
  await page.goto(`/s/${space}/f/rates/instances`)
  await expect(page.getByText('No instances yet')).toBeVisible()

  await test.step('a call brings one, without a reload', async () => {
    await api.must('POST', `${fn}/invocations`, {})
    const row = page.getByRole('row').nth(1)
    await expect(row).toContainText(/idle|frozen/)
    // With the keyboard: arrow keys read the segments of the timeline.
    await row.focus()
    await page.keyboard.press('ArrowRight')
    await expect(page.getByRole('status').filter({ hasText: /for [\d.]+/ })).toBeVisible()
  })

  await test.step('one that hangs is gone, and says where its code stood', async () => {
    expect((await api.call('POST', `${fn}/invocations`, { hang: true })).status).toBe(504)
    const row = page.getByRole('row').filter({ hasText: 'Timeout' })
    await expect(row).toBeVisible()
    await row.press('Enter')
    const drawer = page.getByRole('complementary', { name: /^Instance / })
    await expect(drawer.getByText('Where the code stood')).toBeVisible()
    await expect(drawer.getByText(/at spin \(.*index\.mjs:2/)).toBeVisible()
    await expect(page).toHaveURL(/[?&]id=/)
  })

  await test.step('from the instance to its call, and back', async () => {
    await page.getByRole('link', { name: 'Open its call' }).click()
    const call = page.getByLabel(/^Invocation /).first()
    await expect(call.getByText(/Timeout/).first()).toBeVisible()
    await call.locator('a[href*="/instances?"]').first().click()
    await expect(page.getByRole('complementary', { name: /^Instance / })).toContainText('Where the code stood')
  })

  await test.step('the engine page says what runs and what it has', async () => {
    await page.goto('/engine')
    await expect(page.getByRole('heading', { name: 'Runtimes' })).toBeVisible()
    for (const runtime of ['Node.js 24', 'Python 3', 'Java 17'])
      await expect(page.getByRole('listitem').filter({ hasText: runtime })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Prewarmed sandboxes' })).toBeVisible()
  })
})
