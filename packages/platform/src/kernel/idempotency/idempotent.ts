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
  /** What identifies the request: method, path and body. */
  fingerprint: string
}

/**
 * Runs `run` once per actor and key, and answers every repetition with the first answer (JSON). A repetition that
 * arrives while the first still runs waits for it. `run` must use the context it gets: it is inside a change, and the
 * answer is stored in the same transaction, so a crash cannot make the change happen twice.
 * @throws {AlcoveError} IdempotencyKeyReused
 */
export async function idempotent<C extends Ctx, T>(
  { ctx, key, ...request }: IdempotentRequest<C>,
  run: (ctx: Changing<C>) => Promise<T>,
): Promise<T> {
  const { sealer, clock } = ctx.platform
  const actorId = idOf(ctx.actor)
  // A keyed digest: the body may contain a secret, and without the key nobody can test guesses against the digest.
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
