import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, resume, test } from './fixtures.ts'
import { pagesOf, seedEveryPage } from './pages.ts'

/** Serious and critical violations, as sentences. */
async function violations(page: Page, path: string): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    // Monaco's own canvas of lines, which has a screen-reader mode of its own.
    .exclude('.monaco-editor')
    .analyze()
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${path}: ${id} at ${node.target.join(' ')}: ${node.failureSummary}`),
    )
}

// Each theme and each language once: neither affects the other.
for (const [colorScheme, locale] of [
  ['light', 'en'],
  ['dark', 'zh-CN'],
] as const) {
  test.describe(`${colorScheme}, ${locale}`, () => {
    test.use({ colorScheme, locale })

    test('no page has a serious accessibility violation', async ({ page, api, space, session }) => {
      test.setTimeout(600_000)
      await seedEveryPage(api, space, 'echo')

      await page.goto('/sign-in')
      await expect(page.locator('html')).toHaveAttribute('lang', locale)
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
      await page.getByRole('button').first().waitFor()
      const found = await violations(page, '/sign-in')
      await resume(page, session)
      for (const path of pagesOf(space, 'echo')) {
        await page.goto(path)
        // Not by its role: an open dialog hides the page behind it from assistive technology.
        await page.locator('h1').first().waitFor()
        await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
        found.push(...(await violations(page, path)))
      }
      expect(found).toEqual([])
    })
  })
}
