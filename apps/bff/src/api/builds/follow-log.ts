import { authenticate, authorize, followBuild, type BuildNews, type SpaceCtx } from '@alcove/platform'
import type { Deps } from '../../deps.ts'

interface FollowRequest {
  deps: Deps
  ctx: SpaceCtx
  fn: string
  request: Request
}

/** Milliseconds between two signs of life; at each the reader's right to read is asked again. */
const HEARTBEAT = 10_000

const encoder = new TextEncoder()

/**
 * The log of a build as server-sent events. A reader that lost its connection says how far it had read. The stream ends
 * with the build, when the reader goes or may no longer read, or when the server stops.
 */
export async function followLog({ deps, ctx, fn, request }: FollowRequest): Promise<Response> {
  const { platform } = ctx
  const ended = new AbortController()
  const signal = AbortSignal.any([ended.signal, request.signal, deps.closing])
  const from = Number(/^\d{1,9}$/.exec(request.headers.get('last-event-id') ?? '')?.[0] ?? 0)
  const news = followBuild(ctx, { fn, from }, signal)
  // Asked before anything is answered: a function that is not there is a 404, not a stream.
  const first = await news.next()

  const mayRead = async () => {
    const actor = await authenticate(platform, request.headers, '')
    await authorize({ ctx: { ...ctx, actor }, action: 'functions:read', space: ctx.space.name })
  }
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text))
      const heartbeat = setInterval(() => {
        send(': alive\n\n')
        mayRead().catch(() => ended.abort())
      }, HEARTBEAT)
      try {
        for (let step = first; !step.done; step = await news.next()) send(eventOf(step.value))
      } catch (error) {
        if (!signal.aborted) deps.log.error({ err: error, requestId: ctx.requestId }, 'Following a build failed')
      } finally {
        clearInterval(heartbeat)
        // The reader may have closed it.
        if (!ended.signal.aborted) controller.close()
      }
    },
    cancel: () => ended.abort(),
  })
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    },
  })
}

/** JSON holds no bare line break, so a log line cannot break out of its event. */
function eventOf(news: BuildNews): string {
  return news.kind === 'log'
    ? `id: ${news.offset}\nevent: log\ndata: ${JSON.stringify({ text: news.text })}\n\n`
    : `event: end\ndata: ${JSON.stringify(news.build)}\n\n`
}
