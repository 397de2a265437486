import { expect, test } from 'vitest'
import type { SandboxKind } from '../instance/sandbox-kind.ts'
import { Ledger } from './ledger.ts'
import type { PrewarmedSandbox } from './prewarmed-sandbox.ts'
import { PrewarmedStock } from './prewarmed-stock.ts'
import { Prewarmer } from './prewarmer.ts'
import { FakeClock } from './testing/fake-clock.ts'

const COMMON: SandboxKind = { runtime: 'nodejs24', memoryMb: 256, tmpMb: 64 }
const RARE: SandboxKind = { ...COMMON, runtime: 'python3' }

test('a sandbox that comes up when demand for its kind has passed is not left over', async () => {
  const clock = new FakeClock()
  const ledger = new Ledger()
  const alive = new Set<PrewarmedSandbox>()
  const log = () => {}
  const stock = new PrewarmedStock({
    clock,
    common: COMMON,
    floor: 1,
    memoryBudgetMb: 4096,
    ledger,
    supports: () => true,
    log,
  })
  const prewarmer = new Prewarmer({
    clock,
    stock,
    ledger,
    busy: () => false,
    log,
    async start({ runtime }) {
      if (runtime === RARE.runtime) await new Promise<void>((resolve) => clock.after(70_000, resolve))
      const sandbox: PrewarmedSandbox = {
        usable: true,
        started: Promise.resolve(null),
        freeze() {},
        destroy: async () => void alive.delete(sandbox),
      }
      alive.add(sandbox)
      return sandbox
    },
  })
  expect(stock.take(RARE)).toBeNull()
  while (clock.now() < 75_000) {
    clock.step()
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(stock.supplies()).toMatchObject([{ kind: COMMON, ready: 1 }])
  expect(alive.size).toBe(1)
  expect(ledger.usedMb).toBe(COMMON.memoryMb)
  await prewarmer.close()
  await stock.close()
  expect({ alive: alive.size, usedMb: ledger.usedMb, timers: clock.timers }).toEqual({ alive: 0, usedMb: 0, timers: 0 })
})
