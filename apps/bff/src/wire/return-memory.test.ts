import { MB } from '@alcove/contract'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ByteBudget } from './byte-budget.ts'
import { returnMemory } from './return-memory.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('memory is collected once large bodies are gone, and only then', () => {
  const budget = new ByteBudget({ server: 1000 * MB, space: 1000 * MB, address: 1000 * MB })
  let collected = 0
  using _ = returnMemory(budget, () => (collected += 1))
  const after = (ms: number) => {
    vi.advanceTimersByTime(ms)
    return collected
  }
  expect(after(60_000)).toBe(0)
  const hold = budget.open('a', '1')
  hold.take(100 * MB)
  expect(after(60_000)).toBe(0)
  hold[Symbol.dispose]()
  expect(after(5_000)).toBe(1)
  expect(after(60_000)).toBe(1)
  hold.take(10 * MB)
  hold[Symbol.dispose]()
  expect(after(60_000)).toBe(1)
  hold.take(60 * MB)
  hold[Symbol.dispose]()
  expect(after(5_000)).toBe(2)
})
