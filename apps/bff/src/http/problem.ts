import type { Context } from 'hono'
import type { Logger } from 'pino'
import { PROBLEM_TYPE, problemOf } from '../errors.ts'
import type { Env } from './request.ts'

/** Turns any error into a problem document. Bugs are logged in full; the client sees only the request's id. */
export function problemResponse(c: Context<Env>, error: unknown, log: Logger): Response {
  const { problem, headers, unexpected } = problemOf(error, c.var.requestId)
  if (unexpected) log.error({ err: error, requestId: c.var.requestId, path: c.req.path }, 'A request failed')
  return c.body(JSON.stringify(problem), problem.status as 500, {
    ...headers,
    'Content-Type': PROBLEM_TYPE,
  })
}
