import { gzipSync } from 'node:zlib'
import { expect, test } from './fixtures.ts'

/** Bytes of gzip, see docs/adr/0014. Everything that a page does not show at first loads on demand. */
const BUDGET = 250_000
/** Charts with axes and what draws only them. */
const CHARTS = /\/assets\/(charts|TrafficChart|ReleaseLines|useStepBrush)-[^/]+\.js$/

test('the first page shows its lists and numbers before its charts, within the budget of script', async ({
  api,
  space,
  signedIn: page,
}) => {
  const files = { 'index.mjs': 'export const handler = async () => 1\n' }
  const fn = { name: 'first-load', runtime: 'nodejs24', handler: 'index.handler', files }
  await api.must('POST', `/spaces/${space}/functions`, fn)

  const scripts = new Map<string, Promise<Buffer>>()
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (pathname.endsWith('.js')) scripts.set(pathname, response.body())
  })
  const { promise: measured, resolve: letChartsLoad } = Promise.withResolvers<void>()
  await page.route(CHARTS, (route) => measured.then(() => route.continue()))

  await page.goto('/')
  await expect(page.getByRole('table', { name: 'Functions' })).toBeVisible()
  // Only the chart is still loading.
  await expect(page.locator('main [aria-busy=true]')).toHaveCount(1)
  const sizes = await Promise.all([...scripts.values()].map(async (body) => gzipSync(await body).length))
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(BUDGET)

  letChartsLoad()
  await expect(page.locator('.recharts-surface').first()).toBeVisible()
})

test('the frame is there before scripts and styles, and makes way for the page', async ({ signedIn: page }) => {
  const { promise: seen, resolve: letAssetsLoad } = Promise.withResolvers<void>()
  await page.route('**/assets/**', (route) => seen.then(() => route.continue()))
  await page.goto('/', { waitUntil: 'commit' })
  await expect(page.locator('#frame')).toBeVisible()
  letAssetsLoad()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator('#frame')).toBeHidden()
})

test('a page whose script does not arrive is loaded once more, then says so', async ({ signedIn: page }) => {
  let loads = 0
  await page.route(/\/assets\/index-[^/]+\.js$/, (route) => {
    loads += 1
    return route.abort('connectionreset')
  })
  await page.goto('/spaces')
  await expect(page.getByRole('alert')).toContainText('Parts of this page did not arrive.')
  expect(loads).toBe(2)
  await page.unrouteAll()
  await page.getByRole('link', { name: 'Load again' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
})
