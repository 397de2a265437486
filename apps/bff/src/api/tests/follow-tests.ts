import type { SpaceCtx } from '@alcove/platform'
import type { Deps } from '../../deps.ts'
import { problemOf } from '../../errors.ts'
import { runTests } from '../../tests/run-tests.ts'
import { eventOf, eventStream } from '../event-stream.ts'

interface FollowRequest {
  deps: Deps
  ctx: SpaceCtx
  fn: string
  qualifier: string
  only: readonly string[] | undefined
  request: Request
}

/**
 * Runs tests and streams what happens: `started` and `result` for each, then `run`, or `problem`. The run stops when the
 * reader leaves or loses the right. What cannot run at all is refused before the stream begins.
 */
export async function followTests({ deps, ctx, fn, qualifier, only, request }: FollowRequest): Promise<Response> {
  const news: string[] = []
  const begun = Promise.withResolvers<void>()
  const left = new AbortController()
  let wake = () => {}
  let over = false
  const tell = (event: string, data: unknown) => {
    news.push(eventOf(event, data))
    begun.resolve()
    wake()
  }
  const run = runTests({
    deps,
    ctx: { ...ctx, signal: ctx.signal ? AbortSignal.any([ctx.signal, left.signal]) : left.signal },
    fn,
    qualifier,
    only,
    onStart: (name) => tell('started', { name }),
    onResult: (result) => tell('result', result),
  })
  await Promise.race([begun.promise, run])
  const end = (event: string, data: unknown) => {
    over = true
    tell(event, data)
  }
  run.then(
    (ended) => end('run', ended),
    (error: unknown) => {
      const { problem, unexpected } = problemOf(error, ctx.requestId)
      if (unexpected) deps.log.error({ err: error, requestId: ctx.requestId }, 'A run of tests failed')
      end('problem', problem)
    },
  )
  return eventStream({
    deps,
    ctx,
    fn,
    action: 'functions:invoke',
    request,
    events(signal) {
      // A reader may leave before it asks for the first event, and then the generator below never begins.
      if (signal.aborted) left.abort()
      else signal.addEventListener('abort', () => left.abort(), { once: true })
      return told()
    },
  })

  async function* told(): AsyncGenerator<string> {
    for (;;) {
      while (news.length > 0) yield news.shift()!
      if (over) return
      // oxlint-disable-next-line no-await-in-loop -- one event after the other
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }
}
