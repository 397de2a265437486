import { setTimeout as sleep } from 'node:timers/promises'

/** @throws when the condition is not met in time */
export async function until(
  what: string,
  condition: () => Promise<boolean>,
  { withinMs = 60_000, everyMs = 50 } = {},
): Promise<void> {
  const end = performance.now() + withinMs
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`Not within ${withinMs / 1000} s: ${what}`)
    await sleep(everyMs)
  }
}
