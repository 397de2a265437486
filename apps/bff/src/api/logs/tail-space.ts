import type { SpaceLogTailQuery } from '@alcove/contract'
import { followSpaceLogs, type SpaceCtx } from '@alcove/platform'
import type { Deps } from '../../deps.ts'
import { eventOf, eventStream } from '../event-stream.ts'

interface TailRequest {
  deps: Deps
  ctx: SpaceCtx
  filter: SpaceLogTailQuery
  request: Request
}

/** Streams lines of all functions of a space as they are written, and each second how many there were. */
export function tailSpace({ deps, ctx, filter, request }: TailRequest): Response {
  const from = (signal: AbortSignal) => followSpaceLogs(ctx, filter, signal)
  // A query with a mistake is refused before the stream begins.
  from(AbortSignal.abort())
  return eventStream({
    deps,
    ctx,
    action: 'logs:read',
    request,
    async *events(signal) {
      for await (const news of from(signal)) {
        yield 'arrived' in news ? eventOf('rate', news) : eventOf('log', news, news.id)
      }
    },
  })
}
