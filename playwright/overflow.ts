import type { Page } from '@playwright/test'

const WIDTHS = [1440, 1280, 1120, 760, 390]
/** What still overflows after this time is a fault. */
const PATIENCE_MS = 5_000

/** What overflows the window at each width, as sentences. Leaves the window as wide as it found it. */
export async function overflowsOf(page: Page): Promise<string[]> {
  const found: string[] = []
  const before = page.viewportSize()!
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 })
    const end = Date.now() + PATIENCE_MS
    let faults: string[]
    // A chart takes the new width some frames later.
    do {
      await page.evaluate(() => new Promise(requestAnimationFrame))
      faults = await page.evaluate(overflowing)
    } while (faults.length > 0 && Date.now() < end)
    found.push(...faults.slice(0, 3).map((fault) => `${width} px: ${fault}`))
  }
  await page.setViewportSize(before)
  return found
}

/**
 * What lies outside the window, makes the page wider than it or cannot be drawn, as sentences. Lists and tabs may scroll
 * by themselves.
 */
function overflowing(): string[] {
  const found: string[] = []
  const { clientWidth } = document.documentElement
  for (const frame of [document.documentElement, document.querySelector('main')!]) {
    const more = frame.scrollWidth - frame.clientWidth
    if (more > 1) found.push(`${frame.localName} is ${more} px wider than its window`)
  }
  for (const table of document.querySelectorAll('main table')) {
    const more = table.getBoundingClientRect().right - table.parentElement!.getBoundingClientRect().right
    if (more > 1 && !scrollsInside(table.parentElement, document.querySelector('main')!)) {
      found.push(`table "${table.getAttribute('aria-label')}" is ${Math.round(more)} px wider than its place`)
    }
  }
  for (const part of document.querySelectorAll('main [fill^="url("]')) {
    const fill = part.getAttribute('fill')
    if (!getComputedStyle(part).fill.startsWith('url(')) found.push(`the pattern ${fill} is not one`)
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
