import { AlcoveError, WINDOWED_LIMITS, type WindowedLimit } from '@alcove/contract'
import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '../database/ids.ts'
import type { Platform } from '../kernel/platform.ts'
import type { FunctionRoute, QuotaScope } from '../targets/function-route.ts'
import { endSuspensions } from './end-suspensions.ts'
import { ConcurrencyGate } from './gates/concurrency-gate.ts'
import { ExecutionsGate } from './gates/executions-gate.ts'
import { UNKNOWN, type Gate, type QuotaRefusal } from './gates/gate.ts'
import { MeasuredGate } from './gates/measured-gate.ts'
import { SpendGate } from './gates/spend-gate.ts'
import { Taken } from './taken.ts'

/** Quotas for the call path. Asks the database only when this server has used up what it was granted. */
export interface Quotas {
  /** Why a call may not start, as far as this server knows: a reason not to read its body. */
  refusal(route: FunctionRoute): QuotaRefusal | null
  /** Counts a call that starts. A promise only where the database has to be asked. */
  take(route: FunctionRoute): Taken | QuotaRefusal | Promise<Taken | QuotaRefusal>
  /** Gives back what is not used. */
  close(): Promise<void>
}

declare module '../kernel/platform.ts' {
  interface Platform {
    quotas: Quotas
  }
}

const TICK_MS = 250
const PATIENCE_MS = 5_000
/** Suspensions that other servers noted are looked for this often. */
const LOOK_MS = 5_000

/** @param platform known once it is open */
export function openQuotas(platform: () => Platform): Quotas {
  const server = newId()
  const gates = new Map<string, Gate>()
  const gatesOfRoute = new WeakMap<readonly QuotaScope[], readonly Gate[]>()
  const holding = new Set<Gate>()
  let ticking: NodeJS.Timeout | undefined
  let looking: NodeJS.Timeout | undefined
  let closed = false
  lookIn(1_000)

  return {
    refusal({ quotas }) {
      const now = platform().clock.now()
      for (const gate of gatesOf(quotas)) {
        const refusal = gate.refusal(now)
        if (refusal !== null) return refusal
      }
      return null
    },
    take({ quotas }) {
      const wanted = gatesOf(quotas)
      const taken = takeAll(wanted, platform().clock.now())
      return isGate(taken) ? takeAfter(taken, wanted) : taken
    },
    async close() {
      closed = true
      clearTimeout(ticking)
      clearTimeout(looking)
      await Promise.allSettled([...gates.values()].map((gate) => gate.close()))
    },
  }

  /** @returns the gate that has to ask first */
  function takeAll(wanted: readonly Gate[], now: number): Taken | QuotaRefusal | Gate {
    for (let index = 0; index < wanted.length; index++) {
      const gate = wanted[index]!
      const answer = gate.take(now)
      if (answer === null) continue
      for (let before = 0; before < index; before++) wanted[before]!.undo()
      return answer === UNKNOWN ? gate : answer
    }
    return new Taken(wanted, hold)
  }

  async function takeAfter(first: Gate, wanted: readonly Gate[]): Promise<Taken | QuotaRefusal> {
    for (let asking = first; ;) {
      // oxlint-disable-next-line no-await-in-loop -- each answer decides what to ask next
      await inTime(asking.ask())
      hold(asking)
      const now = platform().clock.now()
      const taken = takeAll(wanted, now)
      if (!isGate(taken)) {
        if ('limit' in taken) lookIn(taken.resumesAt - now)
        return taken
      }
      asking = taken
    }
  }

  function gatesOf(quotas: readonly QuotaScope[]): readonly Gate[] {
    let found = gatesOfRoute.get(quotas)
    if (found === undefined) {
      found = quotas.flatMap(gatesIn)
      gatesOfRoute.set(quotas, found)
    }
    return found
  }

  function gatesIn(scope: QuotaScope): Gate[] {
    const { limits } = scope
    const gate = (limit: string, make: () => Gate): Gate => {
      const key = `${scope.id} ${limit}`
      const known = gates.get(key)
      if (known) known.follow(scope)
      else gates.set(key, make())
      return gates.get(key)!
    }
    const found: Gate[] = []
    // First, because a slot is cheapest to give back.
    if (isSet(limits.concurrency)) {
      found.push(gate('concurrency', () => new ConcurrencyGate(platform(), scope, server)))
    }
    for (const limit of WINDOWED_LIMITS) {
      if (isSet(limits[limit])) found.push(gate(limit, () => gateOf(scope, limit)))
    }
    return found
  }

  function gateOf(scope: QuotaScope, limit: WindowedLimit): Gate {
    if (limit === 'spendPerMonth') return new SpendGate(scope)
    const GateOf = limit.startsWith('executions') ? ExecutionsGate : MeasuredGate
    return new GateOf(platform(), scope, limit)
  }

  function hold(gate: Gate): void {
    holding.add(gate)
    if (!closed) ticking ??= setTimeout(() => void tick(), TICK_MS).unref()
  }

  async function tick(): Promise<void> {
    const now = platform().clock.now()
    await Promise.all(
      [...holding].map(async (gate) => {
        try {
          if (!(await gate.tick(now))) holding.delete(gate)
        } catch (error) {
          // It is tried again with the next tick; a lease that is not renewed ends.
          platform().log({ level: 'warn', message: 'Quotas cannot be written; trying again', error })
        }
      }),
    )
    ticking = undefined
    if (holding.size > 0 && !closed) ticking = setTimeout(() => void tick(), TICK_MS).unref()
  }

  /** Ends suspensions soon after their time, whichever server started them. */
  function lookIn(ms: number): void {
    if (closed) return
    clearTimeout(looking)
    looking = setTimeout(() => void look(), Math.min(LOOK_MS, Math.max(50, ms))).unref()
  }

  async function look(): Promise<void> {
    try {
      const next = await endSuspensions(platform())
      lookIn(next === null ? LOOK_MS : next - platform().clock.now())
    } catch (error) {
      platform().log({ level: 'warn', message: 'Suspensions cannot be ended; trying again', error })
      lookIn(LOOK_MS)
    }
  }
}

/** A quota that was stored before there was such a limit does not name it. */
function isSet(limit: number | null | undefined): boolean {
  return (limit ?? null) !== null
}

function isGate(answer: Taken | QuotaRefusal | Gate): answer is Gate {
  return 'ask' in answer
}

/** A database that hangs must not hold calls for ever. */
async function inTime(asking: Promise<void>): Promise<void> {
  const done = new AbortController()
  const late = sleep(PATIENCE_MS, null, { signal: done.signal, ref: false }).then(() => {
    throw new AlcoveError('Unavailable', 'The quota cannot be read at the moment. Try again shortly')
  })
  late.catch(() => {})
  try {
    await Promise.race([asking, late])
  } finally {
    done.abort()
    asking.catch(() => {})
  }
}
