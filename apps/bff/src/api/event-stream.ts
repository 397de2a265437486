import { notFound, type Action } from '@alcove/contract'
import type { SpaceCtx } from '@alcove/platform'
import type { Deps } from '../deps.ts'
import { rightToRead } from '../auth/right-to-read.ts'
import { authorizeAgain } from './authorize-again.ts'

interface EventStream {
  deps: Deps
  ctx: SpaceCtx
  /** The function that the events are about; left out: the space. */
  fn?: string
  /** The right that admitted the reader. */
  action: Action
  request: Request
  /** Yields events as text from now on, until `signal` aborts. */
  events(signal: AbortSignal): AsyncGenerator<string>
}

/** Milliseconds of silence before a comment is sent to keep the connection open. */
const HEARTBEAT = 10_000

const encoder = new TextEncoder()
const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store',
  'X-Accel-Buffering': 'no',
}

/**
 * Sends server-sent events about a function or a space, no faster than the client reads them. The stream ends with its events,
 * when the client disconnects, or when the server stops. It also ends as soon as this server learns that the reader has
 * lost its right, and sends nothing after that.
 */
export function eventStream({ deps, ctx, fn, action, request, events }: EventStream): Response {
  const { platform, space } = ctx
  // A HEAD request has no body to read.
  if (request.method === 'HEAD') return new Response(null, { headers: HEADERS })

  const ended = new AbortController()
  const signal = AbortSignal.any([ended.signal, request.signal, deps.closing])
  const source = events(signal)
  const right = rightToRead(platform, mayRead, () => ended.abort(), space.until)
  let reader: ReadableStreamDefaultController<Uint8Array> | null = null
  let next: Promise<IteratorResult<string>> | null = null
  let wake = () => {}
  const heartbeat = setInterval(() => wake(), HEARTBEAT)
  if (signal.aborted) end()
  else signal.addEventListener('abort', end, { once: true })

  async function mayRead(): Promise<number> {
    const again = await authorizeAgain({ ctx, request, action, fn, some: fn === undefined })
    // With other rights it would show other functions: the reader connects again.
    if (fn === undefined && rightsOf(again) !== rightsOf(ctx)) throw notFound('space', space.name)
    return again.space.until
  }

  function end(): void {
    clearInterval(heartbeat)
    right.stop()
    ended.abort()
    // If it stopped between two events, its subscription would stay forever.
    void source.return(undefined)
    reader?.close()
    reader = null
  }

  /** The next event; null when none came for a while. */
  function nextEvent(): Promise<IteratorResult<string> | null> {
    const turn = Promise.withResolvers<IteratorResult<string> | null>()
    wake = () => turn.resolve(null)
    next ??= source.next().catch((error: unknown) => {
      if (!signal.aborted) deps.log.error({ err: error, requestId: ctx.requestId }, 'A stream of events failed')
      return { done: true as const, value: undefined }
    })
    void next.then(turn.resolve)
    return turn.promise
  }

  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        reader = controller
        // Headers go out with the first byte: send one now, so that the client knows it is connected.
        controller.enqueue(encoder.encode(': on\n\n'))
        if (signal.aborted) end()
      },
      async pull() {
        const step = await nextEvent()
        if (step) next = null
        if (step?.done || !(await right.holds())) end()
        else reader?.enqueue(encoder.encode(step ? step.value : ': alive\n\n'))
      },
      cancel() {
        reader = null
        end()
      },
    },
    // Make events only when the client asks: queued ones could not be withdrawn when the right is lost.
    { highWaterMark: 0 },
  )
  return new Response(body, { headers: HEADERS })
}

/** What the reader may do in the space and on single functions of it. */
function rightsOf({ space }: SpaceCtx): string {
  const functions = [...space.functions].map(([name, { actions }]) => [name, ...actions])
  return JSON.stringify([[...space.actions], functions])
}

/** JSON contains no raw line break, so data cannot break out of its event. */
export function eventOf(event: string, data: unknown, id?: string | number): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}
