import { notFound, type Action } from '@alcove/contract'
import { authenticate, authorize, type FunctionRoute, type SpaceCtx } from '@alcove/platform'
import type { Deps } from '../deps.ts'

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

/** Milliseconds between two signs of life; at each the reader's right to read is asked again. */
const HEARTBEAT = 10_000

const encoder = new TextEncoder()
const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store',
  'X-Accel-Buffering': 'no',
}

/**
 * Server-sent events about a function, no faster than they are read. The stream ends with its events, when the reader goes,
 * when it may no longer read (within one heartbeat), or when the server stops.
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
  let gone = false
  let heartbeat: NodeJS.Timeout
  const end = () => {
    clearInterval(heartbeat)
    ended.abort()
    // Stopped between two events it would hold what it listens to for ever.
    void source.return(undefined)
  }
  const mayRead = async () => {
    const actor = await authenticate(platform, request.headers, '')
    const again = await authorize({ ctx: { ...ctx, actor }, action, space: space.name })
    if (again.space.id !== space.id) throw notFound('space', space.name)
  }
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      // Headers go out with the first byte: say at once that it is on.
      controller.enqueue(encoder.encode(': on\n\n'))
      heartbeat = setInterval(() => {
        // Who has not read what there is needs no sign of life.
        if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(': alive\n\n'))
        mayRead().catch(end)
      }, HEARTBEAT)
    },
    async pull(controller) {
      const step = await source.next().catch((error: unknown) => {
        if (!signal.aborted) deps.log.error({ err: error, requestId: ctx.requestId }, 'A stream of events failed')
        return { done: true as const, value: undefined }
      })
      if (gone) return
      if (!step.done) return controller.enqueue(encoder.encode(step.value))
      end()
      controller.close()
    },
    cancel() {
      gone = true
      end()
    },
  })
  return new Response(body, { headers: HEADERS })
}

/** JSON holds no bare line break, so no text can break out of its event. */
export function eventOf(event: string, data: unknown, id?: string | number): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}
