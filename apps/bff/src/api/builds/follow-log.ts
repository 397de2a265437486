import { notFound } from '@alcove/contract'
import { followBuild, type BuildNews, type SpaceCtx } from '@alcove/platform'
import type { Deps } from '../../deps.ts'
import { eventOf, eventStream } from '../event-stream.ts'

interface FollowRequest {
  deps: Deps
  ctx: SpaceCtx
  fn: string
  request: Request
}

/** Streams the log of the draft's build until the build ends. A reader that reconnects says how far it has read. */
export function followLog({ deps, ctx, fn, request }: FollowRequest): Response {
  const from = Number(/^\d{1,9}$/.exec(request.headers.get('last-event-id') ?? '')?.[0] ?? 0)
  if (!ctx.platform.routes.find(ctx.space.name, fn)) throw notFound('function', fn)
  return eventStream({
    deps,
    ctx,
    fn,
    action: 'functions:read',
    request,
    async *events(signal) {
      for await (const news of followBuild(ctx, { fn, from }, signal)) yield textOf(news)
    },
  })
}

function textOf(news: BuildNews): string {
  return news.kind === 'log' ? eventOf('log', { text: news.text }, news.offset) : eventOf('end', news.build)
}
