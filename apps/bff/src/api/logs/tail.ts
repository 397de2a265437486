import { notFound, type LogLine, type LogTailQuery } from '@alcove/contract'
import { authenticate, authorize, type SpaceCtx } from '@alcove/platform'
import type { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { missedLines } from './missed-lines.ts'

interface TailRequest {
  deps: Deps
  ctx: SpaceCtx
  fn: string
  filter: z.infer<typeof LogTailQuery>
  request: Request
}

/** Milliseconds between two signs of life; at each the reader's right to read is asked again. */
const HEARTBEAT = 10_000

const encoder = new TextEncoder()

/**
 * Follows log lines as server-sent events. A reader that lost its connection says the last id it saw and gets what came
 * since. The stream ends when the reader goes, when it may no longer read (within one heartbeat), or when the server stops.
 */
export function tail({ deps, ctx, fn, filter, request }: TailRequest): Response {
  const { platform } = ctx
  const route = platform.routes.find(ctx.space.name, fn)
  if (!route) throw notFound('function', fn)
  const ended = new AbortController()
  const signal = AbortSignal.any([ended.signal, request.signal, deps.closing])
  const of = { spaceId: ctx.space.id, functionId: route.functionId, ...filter }
  const live = platform.tail.subscribe(of, signal)[Symbol.asyncIterator]()
  // Asked now, so that nothing is missed while what came before is read.
  const next = live.next()

  const mayRead = async () => {
    const actor = await authenticate(platform, request.headers, '')
    await authorize({ ctx: { ...ctx, actor }, action: 'logs:read', space: ctx.space.name })
  }
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text))
      const heartbeat = setInterval(() => {
        send(': alive\n\n')
        mayRead().catch(() => ended.abort())
      }, HEARTBEAT)
      // Headers go out with the first byte: say at once that the tail is on.
      send(': tail\n\n')
      try {
        let last = request.headers.get('last-event-id') ?? ''
        for await (const line of missedLines({ ctx, fn, filter, after: last })) {
          send(eventOf(line))
          last = line.id
        }
        for (let step = await next; !step.done; step = await live.next()) {
          if (step.value.id > last) send(eventOf(step.value))
        }
      } catch (error) {
        if (!signal.aborted) deps.log.error({ err: error, requestId: ctx.requestId }, 'A log tail failed')
      } finally {
        clearInterval(heartbeat)
        controller.close()
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
const eventOf = (line: LogLine): string => `id: ${line.id}\nevent: log\ndata: ${JSON.stringify(line)}\n\n`
