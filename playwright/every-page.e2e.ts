import { violationsOf } from './axe.ts'
import { expect, resume, test } from './fixtures.ts'
import { overflowsOf } from './overflow.ts'
import { pagesOf, seedEveryPage } from './pages.ts'

const LONG = 'a-name-that-is-as-long-as-names-may-be-and-so-fills-every-column'.slice(0, 63)

// Each theme and each language once: neither affects the other. English has the longer texts.
for (const { colorScheme, locale, widths } of [
  { colorScheme: 'light', locale: 'en', widths: true },
  { colorScheme: 'dark', locale: 'zh-CN', widths: false },
] as const) {
  test.describe(`${colorScheme}, ${locale}`, () => {
    test.use({ colorScheme, locale })

    const fits = widths ? ', or overflows, with names as long as they may be' : ''
    test(`no page has a serious accessibility violation${fits}`, async ({ page, api, session }) => {
      test.setTimeout(600_000)
      const space = `${Date.now().toString(36)}${LONG}`.replace(/^[0-9]/, 's').slice(0, 63)
      await api.must('POST', '/spaces', { name: space, visibility: 'private' })
      await seedEveryPage(api, space, LONG)
      const found: string[] = []
      const look = async (path: string) => {
        const faults = [...(await violationsOf(page)), ...(widths ? await overflowsOf(page) : [])]
        found.push(
          ...faults.map((fault) => `${path}: ${fault}`.replaceAll(space, '{space}').replaceAll(LONG, '{function}')),
        )
      }

      await page.goto('/sign-in')
      await expect(page.locator('html')).toHaveAttribute('lang', locale)
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
      await page.getByRole('button').first().waitFor()
      await look('/sign-in')
      await resume(page, session)
      for (const path of pagesOf(space, LONG)) {
        await page.goto(path)
        // Not by its role: an open dialog hides the page behind it from assistive technology.
        await page.locator('h1').first().waitFor()
        await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
        await look(path)
      }
      expect(found).toEqual([])
    })
  })
}
