import { notFound, type Action } from '@alcove/contract'
import { authenticate, authorize, type FunctionRoute, type SpaceCtx } from '@alcove/platform'
import type { Deps } from '../deps.ts'
import { rightToRead } from './right-to-read.ts'

interface EventStream {
  deps: Deps
  ctx: SpaceCtx
  /** Of which function the events tell. */
  fn: string
  /** The right that the reader was let in by. */
  action: Action
  request: Request
  /** The events as text, from now on; they end when `signal` aborts. */
  events(route: FunctionRoute, signal: AbortSignal): AsyncGenerator<string>
}

/** Milliseconds of silence after which a sign of life is sent. */
const HEARTBEAT = 10_000

const encoder = new TextEncoder()
const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store',
  'X-Accel-Buffering': 'no',
}

/**
 * Server-sent events about a function, no faster than they are read. The stream ends with its events, when the reader
 * goes, or when the server stops; and as soon as this server learns that the reader may no longer read, with nothing
 * sent after that.
 */
export function eventStream({ deps, ctx, fn, action, request, events }: EventStream): Response {
  const { platform, space } = ctx
  const route = platform.routes.find(space.name, fn)
  if (!route) throw notFound('function', fn)
  // Nobody would ever read it to its end.
  if (request.method === 'HEAD') return new Response(null, { headers: HEADERS })

  const ended = new AbortController()
  const signal = AbortSignal.any([ended.signal, request.signal, deps.closing])
  const source = events(route, signal)
  const right = rightToRead(platform, mayRead, () => ended.abort())
  let reader: ReadableStreamDefaultController<Uint8Array> | null = null
  let next: Promise<IteratorResult<string>> | null = null
  let wake = () => {}
  const heartbeat = setInterval(() => wake(), HEARTBEAT)
  if (signal.aborted) end()
  else signal.addEventListener('abort', end, { once: true })

  async function mayRead(): Promise<void> {
    const actor = await authenticate(platform, request.headers, '')
    const again = await authorize({ ctx: { ...ctx, actor }, action, space: space.name })
    if (again.space.id !== space.id) throw notFound('space', space.name)
  }

  function end(): void {
    clearInterval(heartbeat)
    right.stop()
    ended.abort()
    // Stopped between two events it would hold what it listens to for ever.
    void source.return(undefined)
    reader?.close()
    reader = null
  }

  /** The next event; null when there was none for a while. */
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
        // Headers go out with the first byte: say at once that it is on.
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
    // Nothing is made before it is asked for: what waits in here could not be taken back.
    { highWaterMark: 0 },
  )
  return new Response(body, { headers: HEADERS })
}

/** JSON holds no bare line break, so no text can break out of its event. */
export function eventOf(event: string, data: unknown, id?: string | number): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}
