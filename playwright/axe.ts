import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** Serious and critical violations of the page as it is now, as sentences. */
export async function violationsOf(page: Page): Promise<string[]> {
  // What is still fading in has less contrast than it will have.
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    await Promise.allSettled(ending.map(({ finished }) => finished))
  })
  const { violations } = await new AxeBuilder({ page })
    // Monaco's own canvas of lines, which has a screen-reader mode of its own.
    .exclude('.monaco-editor')
    // Takes a third of the time. It skips only frames of other origins, and the console has none.
    .setLegacyMode(true)
    // Moderate, so it would not count, and a fifth of the time.
    .disableRules('region')
    .options({ resultTypes: ['violations'] })
    .analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id} at ${node.target.join(' ')}: ${node.failureSummary}`))
}
