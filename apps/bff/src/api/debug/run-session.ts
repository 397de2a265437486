import {
  AlcoveError,
  DEBUG_CHANNELS,
  DEBUG_COMMANDS,
  DEBUG_MINUTES,
  DEVTOOLS_COMMANDS,
  hasDevTools,
  type DebugChannel,
  type DebugNews,
  type DebugRequest,
  type InvocationDetail,
} from '@alcove/contract'
import type { DebugSession } from '@alcove/engine'
import {
  actorName,
  awaitBuild,
  debugLeaseTaken,
  endDebugLease,
  newId,
  type DebugLease,
  type FunctionRoute,
  type SpaceCtx,
} from '@alcove/platform'
import type { WebSocket } from 'ws'
import { rightToRead } from '../../auth/right-to-read.ts'
import type { Deps } from '../../deps.ts'
import { checkEvent } from '../../invoke/admit/check-event.ts'
import type { Call } from '../../invoke/call.ts'
import { withDefaults } from '../../invoke/parameters/with-defaults.ts'
import type { Target } from '../../invoke/resolve.ts'
import { quotaRefusal } from '../../invoke/within-quotas.ts'
import { authorizeAgain } from '../authorize-again.ts'
import { socketOf } from './socket-of.ts'

interface DebugRun {
  deps: Deps
  ctx: SpaceCtx
  lease: DebugLease
  route: FunctionRoute
  target: Target
  /** The invocation whose input is used. */
  invocation: InvocationDetail | null
  request: Request
  socket: WebSocket
}

const ALLOWED: Record<DebugChannel, ReadonlySet<string>> = {
  panel: new Set<string>(DEBUG_COMMANDS),
  devtools: new Set<string>([...DEBUG_COMMANDS, ...DEVTOOLS_COMMANDS]),
}
/** Characters that a session may send: enough for the heap snapshots of a browser, not for a stream without end. */
const MAX_SENT = 1024 ** 3
/** Characters of an answer that are shown. */
const MAX_OUTPUT = 256 * 1024

const DELETED = new AlcoveError('NotFound', 'The function was deleted')
const TAKEN = new AlcoveError('Conflict', 'You have started another debug session')

/**
 * Connects a developer's socket to an instance under a debugger. Both end together: when the page closes, the time is
 * over, the developer loses the right, or the instance ends.
 */
export async function runSession(run: DebugRun): Promise<void> {
  const { deps, ctx, lease, target, request, route } = run
  const { platform, engine } = deps
  const over = new AbortController()
  let session: DebugSession | null = null
  let calling: Promise<void> | null = null
  let answered = false

  const end = (reason: string, code: AlcoveError['code'] | null = null): void => {
    if (over.signal.aborted) return
    void socket.send({ type: 'ended', code, reason })
    over.abort()
    socket.close()
    right.stop()
    unsubscribe()
    endDebugLease(platform, lease).catch((error: unknown) =>
      deps.log.warn({ err: error }, 'The place of a debug session is freed later'),
    )
    clearTimeout(limit)
    deps.closing.removeEventListener('abort', closing)
    session?.end(reason).catch((error: unknown) => deps.log.error({ err: error }, 'A debug instance did not end'))
  }
  const socket = socketOf(run.socket, {
    closed: (reason) => end(reason),
    request: (given) => {
      if (given.type === 'command') return command(given)
      calling ??= call(given.event)
        .catch((error: unknown) => fail(error))
        .finally(() => (calling = null))
    },
  })
  const limit = setTimeout(() => end(`A session ends after ${DEBUG_MINUTES} minutes`), DEBUG_MINUTES * 60_000)
  const closing = () => end('The server stops')
  deps.closing.addEventListener('abort', closing, { once: true })
  const right = rightToRead(platform, mayDebug, (refusal) => fail(lossOf(refusal)), ctx.space.until)
  const unsubscribe = platform.routes.onChange((id, now) => {
    if (id === route.functionId && now === null) fail(DELETED)
  })

  void debugLeaseTaken(platform, lease, over.signal).then(() => fail(TAKEN))

  try {
    await requireQuota()
    const revision = await awaitBuild(platform, target.revision, over.signal)
    session = await engine.debug(revision, async (number, message) => {
      const channel = DEBUG_CHANNELS[number - 1]!
      const standing = channel === 'panel' && message['method'] === 'Debugger.paused' && session?.standing()
      // The right may have been taken away a moment ago.
      if (over.signal.aborted || !(await right.holds())) return
      if (socket.sent > MAX_SENT) return end('The session has sent 1 GB to the debugger: start another one')
      if (standing) void socket.send({ type: 'held', ...standing })
      return socket.send(newsOf(channel, message))
    })
    if (over.signal.aborted) return await session.end('Its page was closed')
    void session.ended.then(async (reason) => {
      await calling
      // The code may fail to load before the debugger asks for a call.
      const failure = answered ? null : session!.failure()
      if (failure !== null)
        void socket.send({ type: 'result', ...failure, durationMs: 0, peakMemoryMb: null, output: '' })
      end(reason)
    })
    const { input } = run.invocation ?? { input: null }
    void socket.send({
      type: 'started',
      instanceId: session.instanceId,
      version: target.version,
      revision: revision.id,
      runtime: revision.runtime,
      memoryMb: revision.memoryMb,
      timeoutMs: revision.timeoutMs,
      endsAt: new Date(Date.now() + DEBUG_MINUTES * 60_000).toISOString(),
      event: input && { text: input.text, truncated: input.truncated },
    })
  } catch (error) {
    fail(error)
  }

  /** What its quotas suspend runs under a debugger no more than for anybody else. */
  async function requireQuota(): Promise<void> {
    const refusal = await quotaRefusal(deps, platform.routes.byId(route.functionId) ?? route)
    if (refusal !== null) throw new AlcoveError('QuotaExceeded', refusal.reason)
  }

  function fail(error: unknown): void {
    if (error instanceof AlcoveError) return end(error.message, error.code)
    if (!over.signal.aborted) deps.log.error({ err: error, requestId: ctx.requestId }, 'A debug session failed')
    end('Alcove failed; its log says why', 'InternalError')
  }

  async function mayDebug(): Promise<number> {
    // It and its space may have other names by now.
    const now = platform.routes.byId(route.functionId)
    if (now === undefined) throw DELETED
    const { space: name, function: fn } = now
    return (await authorizeAgain({ ctx, request, action: 'functions:write', fn, name })).space.until
  }

  function command({ channel, id, method, params }: Extract<DebugRequest, { type: 'command' }>): void {
    if (session === null) return end('The debugger was too early')
    const refuse = (message: string) => void socket.send({ type: 'answer', channel, id, error: { message } })
    if (channel === 'devtools' && !hasDevTools(target.revision.runtime))
      return refuse('DevTools attach to Node.js only')
    if (!ALLOWED[channel].has(method)) return refuse(`A debug session takes no ${method}`)
    const number = DEBUG_CHANNELS.indexOf(channel) + 1
    if (!session.command(number, JSON.stringify({ id, method, params }))) end('The instance takes no more commands')
  }

  async function call(event: string): Promise<void> {
    if (session === null) return
    await requireQuota()
    const { parameters } = target.revision
    const given = { kind: 'event' as const, payload: Buffer.from(event) }
    const wrong = checkEvent(given, parameters)
    if (wrong) {
      const error = { name: wrong.code, message: wrong.reason }
      const refused = { status: 'rejected', error, durationMs: 0, peakMemoryMb: null, output: '' } as const
      return void socket.send({ type: 'result', ...refused })
    }
    const input = parameters ? withDefaults(parameters, given) : given
    const hold = deps.budget.open(ctx.space.id, null)
    const of = callOf(run)
    const output: Uint8Array[] = []
    let bytes = 0
    try {
      hold.take(given.payload.length)
      const report = await session.call(
        {
          context: {
            invocationId: of.order.id,
            space: route.space,
            function: route.function,
            version: target.version === null ? 'draft' : String(target.version),
            qualifier: target.qualifier,
            trigger: 'console',
            triggerName: null,
            traceId: of.order.traceId,
            hops: 0,
          },
          input,
          signal: over.signal,
        },
        {
          head() {},
          data(chunk) {
            if (bytes < MAX_OUTPUT) output.push(Uint8Array.from(chunk))
            bytes += chunk.length
          },
          log: ({ time, level, message }) => void socket.send({ type: 'line', time, level, message }),
          invoke: (inner) => deps.callInner(deps, of, inner),
          ask: (asked) => deps.answerGuest(deps, of, asked),
        },
      )
      const { status, error, durationMs, peakMemoryMb } = report
      const text = Buffer.concat(output).toString('utf8', 0, MAX_OUTPUT)
      answered = true
      void socket.send({ type: 'result', status, error, durationMs, peakMemoryMb, output: text })
    } finally {
      hold[Symbol.dispose]()
    }
  }
}

/** Why a session ends whose right was not confirmed. */
function lossOf(refusal: unknown): AlcoveError {
  if (refusal === DELETED) return DELETED
  if (!(refusal instanceof AlcoveError) || refusal.status >= 500)
    return new AlcoveError('Unavailable', 'The server could not check whether you may still debug: try again')
  if (refusal.code === 'Unauthenticated') return new AlcoveError(refusal.code, 'You are not signed in any more')
  return new AlcoveError('Forbidden', 'You may not write this function any more')
}

function newsOf(
  channel: DebugChannel,
  message: { id?: unknown; method?: unknown; [field: string]: unknown },
): DebugNews {
  if (typeof message.method === 'string')
    return { type: 'event', channel, method: message.method, params: message['params'] }
  const { error } = message as { error?: { message?: unknown } | null }
  if (error === undefined) return { type: 'answer', channel, id: Number(message.id), result: message['result'] }
  const said = typeof error?.message === 'string' ? error.message.slice(0, 2000) : 'The inspector refused the command'
  return { type: 'answer', channel, id: Number(message.id), error: { message: said } }
}

/** Calls of other functions by debugged code travel like any others. The debugged call itself is not recorded. */
function callOf({ ctx, route }: DebugRun): Call {
  const id = newId()
  return {
    order: {
      id,
      spaceId: route.spaceId,
      functionId: route.functionId,
      qualifier: 'draft',
      event: null,
      trigger: 'console',
      triggerName: null,
      caller: actorName(ctx.actor),
      parentId: null,
      traceId: id.replaceAll('-', ''),
      hops: 0,
      lineage: null,
      taskId: null,
      requestId: null,
      http: null,
    },
    route,
    caller: null,
    lineage: null,
    abort: new AbortController(),
  }
}
