import type { ByteBudget } from './byte-budget.ts'

/** Bodies of this size together are worth a collection, which stops everything for some tens of milliseconds. */
const WORTH_BYTES = 64 * 1024 * 1024
const EVERY_MS = 5_000

/**
 * Has V8 collect what large bodies left behind once none is in flight: by itself it collects when it allocates, and a
 * server with nothing to do keeps hundreds of megabytes for as long as that lasts.
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
