import { MASKED, REPLAY_LIMITS, type Egress, type InnerAnswer, type Revision } from '@alcove/contract'
import {
  recordReplayed,
  waitingCalls,
  type FunctionRoute,
  type LongStep,
  type ReplayedCall,
  type RunningAction,
  type WaitingCall,
} from '@alcove/platform'
import { createHash } from 'node:crypto'
import type { Deps } from '../deps.ts'
import { admit } from '../invoke/admit/admit.ts'
import { directCall } from '../invoke/direct-call.ts'
import { Collected } from '../invoke/collected.ts'
import type { Core } from '../invoke/core.ts'
import { recordError, refuse } from '../invoke/record.ts'
import { run } from '../invoke/run.ts'
import { withinTime } from '../schemas/time-limit.ts'
import { compare, type Replayed } from './compare.ts'
import { eventOf, hiddenFrom } from './event-of.ts'

const CHECK_MS = 500
const NOTHING: Egress = { mode: 'none', allow: [] }

/** Runs some calls of a replay again, in instances that serve nobody else, and compares them with their records. */
export function replayStep(deps: Deps): LongStep {
  return {
    async before(action, signal) {
      const { id, spaceId } = action
      const found = await waitingCalls(deps.platform, id, spaceId, REPLAY_LIMITS.parallel)
      const route = found && deps.platform.routes.byId(found.replay.functionId)
      if (!found || !route) return () => Promise.resolve({ done: 0, position: null })
      const one: OneReplay = { deps, action, route, signal, ...found.replay }
      const calls = await Promise.all(found.calls.map((call) => replay(one, call)))
      signal.throwIfAborted()
      return async (ctx) => {
        await recordReplayed(ctx, id, calls)
        const failed = calls.filter(({ verdict }) => verdict === 'failsNow' || verdict === 'stillFails').length
        return { done: calls.length, failed, position: calls.length < REPLAY_LIMITS.parallel ? null : id }
      }
    },
  }
}

interface OneReplay {
  deps: Deps
  action: RunningAction
  route: FunctionRoute
  signal: AbortSignal
  version: number | null
  outgoing: 'blocked' | 'allowed'
}

async function replay(one: OneReplay, { place, recorded, record }: WaitingCall): Promise<ReplayedCall> {
  const cannot = (reason: string): ReplayedCall => ({
    place,
    replayed: null,
    verdict: 'notComparable',
    reason,
    diffs: [],
  })
  if (record === null) return cannot('Its record is not kept any more')
  if (record.input.includes(MASKED)) return cannot('Its input holds a secret, which records do not keep')
  const { deps, action, route, version, signal, outgoing } = one
  const call = directCall({
    route,
    qualifier: version === null ? 'draft' : String(version),
    event: eventOf(record),
    trigger: 'api',
    triggerName: `replay ${action.id.slice(-8)}`,
    synthetic: true,
    caller: { name: action.startedBy, reader: 'member', keyNamesSpace: true, refusal: null },
  })
  const stop = () => call.abort.abort()
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  try {
    const verdict = admit(call.order, call, 0)
    if (verdict.refusal) {
      await refuse(deps, call, verdict)
      return cannot(verdict.refusal.reason)
    }
    let heldBack: string | null = null
    const core = outgoing === 'blocked' ? holdingBack(deps, (first) => (heldBack ??= first)) : deps
    using collected = new Collected(deps.budget.open(route.spaceId, null), call.abort)
    const logs: string[] = []
    let httpStatus: number | null = null
    const sink = {
      head: (head: { statusCode?: number }) => void (httpStatus = head.statusCode ?? null),
      data: (chunk: Uint8Array) => collected.data(chunk),
      log: (message: string) => void logs.push(message),
    }
    const startedAt = new Date().toISOString()
    const target = { ...verdict.target, revision: apart(verdict.target.revision, outgoing) }
    const { id, report } = await run(core, call, target, sink)
    const { status, durationMs, error } = report
    const http = recorded.httpStatus === null ? null : httpStatus
    const again: Replayed = {
      status,
      httpStatus: http,
      output: collected.bytes(),
      error,
      logs,
      heldBack,
    }
    const compared = withinTime(CHECK_MS, () => compare(recorded, record, again))?.value
    const replayed = { invocation: id, status, startedAt, durationMs, httpStatus: http }
    if (!compared) return { ...cannot('Its output takes too long to compare'), replayed }
    const reason = compared.verdict === 'same' ? null : (compared.reason ?? hiddenFrom(record))
    return { place, replayed, ...compared, reason }
  } catch (error) {
    return cannot((await recordError(deps, call, error, 'member')).message)
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** Refuses calls of other functions and requests to the platform, and tells `onRefusal` of each. */
function holdingBack(deps: Deps, onRefusal: (reason: string) => void): Core {
  const refuse = (what: string): string => {
    onRefusal(`It ${what.slice(0, 200)}, which a replay with blocked outgoing calls does not`)
    return 'This is a replay: outgoing calls are blocked'
  }
  return {
    ...deps,
    async callInner(_core, _caller, inner): Promise<InnerAnswer> {
      const message = refuse(`calls the function ${inner.function}`)
      return { ok: false, invocationId: null, code: 'Forbidden', error: { name: 'Forbidden', message } }
    },
    answerGuest: async (_core, _caller, { operation }) => ({
      ok: false,
      code: 'Forbidden',
      message: refuse(`asks for ${operation}`),
    }),
  }
}

/** Another revision to the engine, so that no instance serves both replays and callers. */
function apart(revision: Revision, outgoing: OneReplay['outgoing']): Revision {
  const id = createHash('sha256')
    .update(JSON.stringify([revision.id, 'replays', outgoing]))
    .digest('hex')
  return { ...revision, id, ...(outgoing === 'blocked' && { egress: NOTHING }) }
}
