import { followBuild, type BuildNews, type SpaceCtx } from '@alcove/platform'
import type { Deps } from '../../deps.ts'
import { eventOf, eventStream } from '../event-stream.ts'

interface FollowRequest {
  deps: Deps
  ctx: SpaceCtx
  fn: string
  request: Request
}

/** The log of the draft's build; it ends with the build. A reader that lost its connection says how far it had read. */
export function followLog({ deps, ctx, fn, request }: FollowRequest): Response {
  const from = Number(/^\d{1,9}$/.exec(request.headers.get('last-event-id') ?? '')?.[0] ?? 0)
  return eventStream({
    deps,
    ctx,
    fn,
    action: 'functions:read',
    request,
    async *events(_, signal) {
      for await (const news of followBuild(ctx, { fn, from }, signal)) yield textOf(news)
    },
  })
}

function textOf(news: BuildNews): string {
  return news.kind === 'log' ? eventOf('log', { text: news.text }, news.offset) : eventOf('end', news.build)
}
