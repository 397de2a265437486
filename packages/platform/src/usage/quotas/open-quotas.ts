import { AlcoveError, WINDOWED_LIMITS, type WindowedLimit } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '../../database/ids.ts'
import { callQuotas as storedQuotas } from '../../database/schema/index.ts'
import type { Platform } from '../../kernel/platform.ts'
import { callQuotas, NO_QUOTAS } from '../../spaces/targets/call-quotas.ts'
import type { FunctionRoute, QuotaScope } from '../../spaces/targets/function-route.ts'
import { endSuspensions } from './end-suspensions.ts'
import { ConcurrencyGate } from './gates/concurrency-gate.ts'
import { ExecutionsGate } from './gates/executions-gate.ts'
import { UNKNOWN, type Gate, type QuotaRefusal } from './gates/gate.ts'
import { MeasuredGate } from './gates/measured-gate.ts'
import { SpendGate } from './gates/spend-gate.ts'
import { INSTALLATION_SCOPE } from './quota-of.ts'
import { QUOTAS_CHANGED } from './quotas-changed.ts'
import { RefusedCalls } from './refused-calls.ts'
import { Taken } from './taken.ts'

/** Quotas for the call path. Asks the database only when this server has used up what it was granted. */
export interface Quotas {
  /** All that limits a call: of Alcove, its space and function; `door`: of its trigger or gateway route; of its API key. */
  scopesOf(
    route: Pick<FunctionRoute, 'quotas'>,
    door: readonly QuotaScope[],
    key: readonly QuotaScope[],
  ): readonly QuotaScope[]
  /** Why a call may not start, as far as this server knows: a reason not to read its body. */
  refusal(scopes: readonly QuotaScope[]): QuotaRefusal | null
  /** Counts a call that starts. A promise only where the database has to be asked. */
  take(scopes: readonly QuotaScope[]): Taken | QuotaRefusal | Promise<Taken | QuotaRefusal>
  /** Counts a call that is refused, for the suspension that refuses it. */
  countRefused(refusal: QuotaRefusal): void
  /** Reads the quota of all of Alcove, and follows it from then on. */
  open(): Promise<void>
  /** Reads it now. */
  reload(): Promise<void>
  /** Gives back what is not used. */
  close(): Promise<void>
}

declare module '../../kernel/platform.ts' {
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
  const refusedCalls = new RefusedCalls(platform)
  let ticking: NodeJS.Timeout | undefined
  let looking: NodeJS.Timeout | undefined
  let closed = false
  let ofAlcove: readonly QuotaScope[] = NO_QUOTAS
  const joined = new WeakMap<readonly QuotaScope[], WeakMap<readonly QuotaScope[], readonly QuotaScope[]>>()
  const closing = new AbortController()
  lookIn(1_000)

  return {
    scopesOf: (route, door, key) => join(join(join(ofAlcove, route.quotas), door), key),
    refusal(scopes) {
      const now = platform().clock.now()
      for (const gate of gatesOf(scopes)) {
        const refusal = gate.refusal(now)
        if (refusal !== null) return refusal
      }
      return null
    },
    take(scopes) {
      const wanted = gatesOf(scopes)
      const taken = takeAll(wanted, platform().clock.now())
      return isGate(taken) ? takeAfter(taken, wanted) : taken
    },
    countRefused: (refusal) => refusedCalls.count(refusal),
    reload: load,
    async open() {
      await load()
      void followAlcove()
    },
    async close() {
      closed = true
      closing.abort()
      clearTimeout(ticking)
      clearTimeout(looking)
      await Promise.allSettled([refusedCalls.flush(), ...[...gates.values()].map((gate) => gate.close())])
    },
  }

  async function load(): Promise<void> {
    const [stored] = await platform().db.select().from(storedQuotas).where(eq(storedQuotas.scopeId, INSTALLATION_SCOPE))
    const { quota, epoch } = stored ?? { quota: null, epoch: null }
    const part = { kind: 'platform', name: 'Alcove' } as const
    ofAlcove = callQuotas(
      { quota, epoch },
      { id: INSTALLATION_SCOPE, spaceId: null, space: null, function: null, part },
    )
  }

  /** Reads it again when it changes, on whichever server; and now and then, as notifications can get lost. */
  async function followAlcove(): Promise<void> {
    while (!closed) {
      // oxlint-disable-next-line no-await-in-loop -- one change after the other
      await platform().jobs.next(QUOTAS_CHANGED, LOOK_MS, closing.signal)
      // oxlint-disable-next-line no-await-in-loop -- see above
      if (!closed) await load().catch(() => {})
    }
  }

  /** The same array for the same two, so that their gates are found by it. Allocates nothing where one is empty. */
  function join(a: readonly QuotaScope[], b: readonly QuotaScope[]): readonly QuotaScope[] {
    if (b.length === 0) return a
    if (a.length === 0) return b
    let withA = joined.get(a)
    if (withA === undefined) joined.set(a, (withA = new WeakMap()))
    let both = withA.get(b)
    if (both === undefined) withA.set(b, (both = [...a, ...b]))
    return both
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
