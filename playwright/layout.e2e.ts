import { expect, test } from './fixtures.ts'
import { pagesOf, seedEveryPage } from './pages.ts'

const WIDTHS = [1440, 1280, 1120, 760, 390]
/** What still overflows after so many frames is a fault. */
const FRAMES = 60
const LONG = 'a-name-that-is-as-long-as-names-may-be-and-so-fills-every-column'.slice(0, 63)

/**
 * What lies outside the window, or makes the page wider than it, as sentences. Lists and tabs may scroll by themselves.
 */
function overflowing(): string[] {
  const found: string[] = []
  const { clientWidth } = document.documentElement
  for (const frame of [document.documentElement, document.querySelector('main')!]) {
    const more = frame.scrollWidth - frame.clientWidth
    if (more > 1) found.push(`${frame.localName} is ${more} px wider than its window`)
  }
  const scrolls = (element: Element | null): boolean =>
    element !== null &&
    element !== document.body &&
    (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement))
  for (const control of document.querySelectorAll('button, a, input, select, textarea, h1, [role=tab]')) {
    const { left, right, width } = control.getBoundingClientRect()
    const main = control.closest('main')
    if (width <= 1 || !control.checkVisibility({ visibilityProperty: true })) continue
    if (control.closest('.monaco-editor, .sr-only')) continue
    const clipped = main && control.parentElement !== main && scrollsInside(control.parentElement, main)
    if (clipped || (!main && scrolls(control.parentElement))) continue
    if (right > clientWidth + 1 || left < -1) {
      const name = control.getAttribute('aria-label') ?? control.textContent?.trim().slice(0, 40)
      found.push(`${control.localName} "${name}" stands from ${Math.round(left)} to ${Math.round(right)}`)
    }
  }
  return found

  function scrollsInside(element: Element | null, main: Element): boolean {
    if (element === null || element === main) return false
    const { overflowX, textOverflow } = getComputedStyle(element)
    const cut = textOverflow === 'ellipsis' && overflowX !== 'visible'
    return cut || overflowX === 'auto' || overflowX === 'scroll' || scrollsInside(element.parentElement, main)
  }
}

test('at no width does a page overflow, with names as long as they may be', async ({ signedIn: page, api }) => {
  test.setTimeout(600_000)
  const space = `${Date.now().toString(36)}${LONG}`.replace(/^[0-9]/, 's').slice(0, 63)
  await api.must('POST', '/spaces', { name: space, visibility: 'private' })
  await seedEveryPage(api, space, LONG)
  const found: string[] = []
  for (const path of pagesOf(space, LONG)) {
    await page.goto(path)
    // Not by its role: an open dialog hides the page behind it from assistive technology.
    await page.locator('h1').first().waitFor()
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 })
      let faults: string[] = []
      // Charts are drawn by the width that they are told of, some frames after a change.
      for (let frame = 0; frame === 0 || (faults.length > 0 && frame < FRAMES); frame++) {
        await page.evaluate(() => new Promise(requestAnimationFrame))
        faults = await page.evaluate(overflowing)
      }
      found.push(...faults.slice(0, 3).map((fault) => `${width} px, ${path}: ${fault}`))
    }
  }
  expect(found.map((fault) => fault.replaceAll(space, '{space}').replaceAll(LONG, '{function}'))).toEqual([])
})
