import { gzipSync } from 'node:zlib'
import { expect, test } from './fixtures.ts'

/** Bytes of gzip: docs/adr/0014. What a page does not show at first comes with what asks for it. */
const BUDGET = 250_000

test('the first page needs no more script than it shows', async ({ signedIn: page }) => {
  const scripts = new Map<string, Promise<Buffer>>()
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (pathname.endsWith('.js')) scripts.set(pathname, response.body())
  })
  await page.goto('/')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForLoadState('networkidle')
  const sizes = await Promise.all([...scripts.values()].map(async (body) => gzipSync(await body).length))
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(BUDGET)
})
