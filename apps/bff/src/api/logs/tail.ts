import { notFound, type LogLine, type LogTailQuery } from '@alcove/contract'
import { logFilterOf, type SpaceCtx } from '@alcove/platform'
import type { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { eventOf, eventStream } from '../event-stream.ts'
import { missedLines } from './missed-lines.ts'

interface TailRequest {
  deps: Deps
  ctx: SpaceCtx
  fn: string
  filter: z.infer<typeof LogTailQuery>
  request: Request
}

/**
 * Streams log lines as they are written. A reader that reconnects sends the last id it has, and gets the lines since.
 */
export function tail({ deps, ctx, fn, filter, request }: TailRequest): Response {
  // A query with a mistake is refused before the stream begins.
  const found = logFilterOf(filter)
  const route = ctx.platform.routes.find(ctx.space.name, fn)
  if (!route) throw notFound('function', fn)
  const events = (signal: AbortSignal) => {
    const of = { spaceId: route.spaceId, functionId: route.functionId, filter: found }
    const live = ctx.platform.tail.subscribe(of, signal)[Symbol.asyncIterator]()
    signal.addEventListener('abort', () => void live.return?.(), { once: true })
    // Subscribe now, so that no line is missed while earlier ones are read.
    return lines(live, live.next(), signal)
  }
  async function* lines(live: AsyncIterator<LogLine>, first: Promise<IteratorResult<LogLine>>, signal: AbortSignal) {
    let last = request.headers.get('last-event-id') ?? ''
    for await (const line of missedLines({ ctx: { ...ctx, signal }, fn, filter, after: last })) {
      yield eventOf('log', line, line.id)
      last = line.id
    }
    for (let step = await first; !step.done; step = await live.next()) {
      if (step.value.id > last) yield eventOf('log', step.value, step.value.id)
    }
  }
  return eventStream({ deps, ctx, fn, action: 'logs:read', request, events })
}
