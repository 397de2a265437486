import { and, eq } from 'drizzle-orm'
import { idOf } from '../actor.ts'
import { change } from '../change.ts'
import type { Ctx } from '../context.ts'
import { idempotencyKeys } from '../../database/schema/index.ts'
import { translateError } from '../../database/translate-error.ts'
import { keyReused } from './key-reused.ts'

export interface IdempotentRequest {
  ctx: Ctx
  /** The caller's Idempotency-Key. */
  key: string
  /** What makes it the same request: method, path and body. */
  fingerprint: string
}

/**
 * Runs `run` once per actor and key and answers every repetition with the first answer (JSON). The answer is stored in
 * the transaction of the change itself, so that a crash between the two cannot make it happen twice; a repetition that
 * comes meanwhile waits for the first to end.
 * @throws {AlcoveError} IdempotencyKeyReused
 */
export async function idempotent<T>({ ctx, key, ...request }: IdempotentRequest, run: () => Promise<T>): Promise<T> {
  const { sealer, clock } = ctx.platform
  const actorId = idOf(ctx.actor)
  // Of a body that may hold a secret: without the key no guess can be checked against it.
  const fingerprint = sealer.digest(request.fingerprint)
  try {
    return await change(ctx, async ({ tx }) => {
      const createdAt = new Date(clock.now())
      const { rowCount } = await tx
        .insert(idempotencyKeys)
        .values({ actorId, key, fingerprint, answer: '', createdAt })
        .onConflictDoNothing()
      const mine = and(eq(idempotencyKeys.actorId, actorId), eq(idempotencyKeys.key, key))
      if (rowCount === 0) {
        const [stored] = await tx.select().from(idempotencyKeys).where(mine)
        if (stored?.fingerprint !== fingerprint) throw keyReused()
        return JSON.parse(sealer.open(stored.answer)) as T
      }
      const answer = await run()
      await tx
        .update(idempotencyKeys)
        .set({ answer: sealer.seal(JSON.stringify(answer ?? null)) })
        .where(mine)
      return answer
    })
  } catch (error) {
    throw translateError(error)
  }
}
