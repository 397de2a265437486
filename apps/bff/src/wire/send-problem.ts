import type { Problem } from '@alcove/contract'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { PROBLEM_TYPE } from '../errors.ts'
import { drained } from './linger.ts'

export const ID_HEADER = 'X-Alcove-Invocation-Id'

/** Answers with a problem document. Nothing of another answer may be out yet. */
export async function sendProblem(
  request: IncomingMessage,
  response: ServerResponse,
  problem: Problem,
  headers: Record<string, string> = {},
): Promise<void> {
  const body = JSON.stringify(problem)
  const unread = !request.complete
  response.writeHead(problem.status, {
    ...headers,
    'Content-Type': PROBLEM_TYPE,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...(problem.invocationId && { [ID_HEADER]: problem.invocationId }),
    ...(unread && { Connection: 'close' }),
  })
  if (request.method !== 'HEAD') response.write(body)
  if (unread) await drained(request)
  response.end()
}
