import type { ByteBudget } from './byte-budget.ts'

/** Collect only after this many bytes of bodies: a collection stops everything for some tens of milliseconds. */
const WORTH_BYTES = 64 * 1024 * 1024
const EVERY_MS = 5_000

/**
 * Makes V8 collect garbage after large bodies, once none is in flight. On its own V8 collects only when it allocates,
 * so an idle server would keep hundreds of megabytes.
 *
 * @param collect `globalThis.gc`, which node has with --expose-gc
 */
export function returnMemory(budget: ByteBudget, collect: () => void): Disposable {
  let collectedAt = 0
  const timer = setInterval(() => {
    if (budget.used > 0 || budget.passed - collectedAt < WORTH_BYTES) return
    collectedAt = budget.passed
    collect()
  }, EVERY_MS).unref()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
