import { and, eq } from 'drizzle-orm'
import { idOf } from '../actor.ts'
import { idempotencyKeys } from '../../database/schema/index.ts'
import { translateError } from '../../database/translate-error.ts'
import { keyReused } from './key-reused.ts'
import type { IdempotentRequest } from './idempotent.ts'

/**
 * The answer stored under this key, or undefined.
 * @throws {AlcoveError} IdempotencyKeyReused
 */
export async function storedAnswer<T>({ ctx, key, fingerprint }: IdempotentRequest): Promise<T | undefined> {
  const { sealer } = ctx.platform
  const mine = and(eq(idempotencyKeys.actorId, idOf(ctx.actor)), eq(idempotencyKeys.key, key))
  const [stored] = await ctx.db
    .select()
    .from(idempotencyKeys)
    .where(mine)
    .catch((error: unknown) => {
      throw translateError(error)
    })
  if (!stored) return undefined
  if (stored.fingerprint !== sealer.digest(fingerprint)) throw keyReused()
  return JSON.parse(sealer.open(stored.answer)) as T
}
