import type { Context } from 'hono'
import type { Env } from '../http/request.ts'
import { UNCOUNTED_BYTES, type Hold } from '../wire/byte-budget.ts'

/**
 * Counts an answer of known length, at most `most` bytes of it, in the byte budget until the client has received it.
 * Streams without a length hold little memory.
 * @throws {AlcoveError} when there is no room. The request has taken effect anyway, as when a connection breaks
 */
export function holdAnswer(c: Context<Env>, answer: Response, hold: Hold, most: number): void {
  const { outgoing } = c.env ?? {}
  const length = Math.min(most, Number(answer.headers.get('content-length') ?? 0))
  if (!outgoing || outgoing.destroyed || length <= UNCOUNTED_BYTES) return
  hold.take(length)
  outgoing.once('close', () => hold[Symbol.dispose]())
}
