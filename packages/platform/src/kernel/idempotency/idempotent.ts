import { and, eq } from 'drizzle-orm'
import { idOf } from '../actor.ts'
import { change } from '../change.ts'
import type { Changing, Ctx } from '../context.ts'
import { idempotencyKeys } from '../../database/schema/index.ts'
import { translateError } from '../../database/translate-error.ts'
import { keyReused } from './key-reused.ts'

export interface IdempotentRequest<C extends Ctx = Ctx> {
  ctx: C
  /** The caller's Idempotency-Key. */
  key: string
  /** What makes it the same request: method, path and body. */
  fingerprint: string
}

/**
 * Runs `run` once per actor and key and answers every repetition with the first answer (JSON). `run` gets a context inside
 * a change and must use it: the answer is stored in that transaction, so that a crash between the two cannot make it
 * happen twice. A repetition that comes meanwhile waits for the first to end.
 * @throws {AlcoveError} IdempotencyKeyReused
 */
export async function idempotent<C extends Ctx, T>(
  { ctx, key, ...request }: IdempotentRequest<C>,
  run: (ctx: Changing<C>) => Promise<T>,
): Promise<T> {
  const { sealer, clock } = ctx.platform
  const actorId = idOf(ctx.actor)
  // Of a body that may hold a secret: without the key no guess can be checked against it.
  const fingerprint = sealer.digest(request.fingerprint)
  try {
    return await change(ctx, async (ctx) => {
      const createdAt = new Date(clock.now())
      const { rowCount } = await ctx.db
        .insert(idempotencyKeys)
        .values({ actorId, key, fingerprint, answer: '', createdAt })
        .onConflictDoNothing()
      const mine = and(eq(idempotencyKeys.actorId, actorId), eq(idempotencyKeys.key, key))
      if (rowCount === 0) {
        const [stored] = await ctx.db.select().from(idempotencyKeys).where(mine)
        if (stored?.fingerprint !== fingerprint) throw keyReused()
        return JSON.parse(sealer.open(stored.answer)) as T
      }
      const answer = await run(ctx)
      await ctx.db
        .update(idempotencyKeys)
        .set({ answer: sealer.seal(JSON.stringify(answer ?? null)) })
        .where(mine)
      return answer
    })
  } catch (error) {
    throw translateError(error)
  }
}
