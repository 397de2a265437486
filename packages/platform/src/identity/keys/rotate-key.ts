import { AlcoveError, notFound, type ApiKey, type CreatedKey, type RotateKey } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { apiKeys } from '../../database/schema/index.ts'
import { INSTALLATION } from '../../kernel/actor.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Changing, type Ctx } from '../../kernel/context.ts'
import { keyOf, selectKeys } from './key-of.ts'
import { hashOf, newKey, prefixOf } from './key-secret.ts'
import { requireKeysWrite } from './may-manage-keys.ts'
import { visibleKeys } from './visible-keys.ts'

/** Gives the key a new secret, shown once. The old one keeps working for a while, so that clients have time to switch. */
export const rotateKey = verb(
  async ({ ctx, input }: { ctx: Ctx; input: RotateKey & { id: string } }): Promise<CreatedKey> => {
    requireKeysWrite(ctx)
    return change(ctx, async (ctx) => {
      const before = await lockKey(ctx, input.id)
      requireOwn(ctx, before)
      const now = ctx.platform.clock.now()
      if (before.oldEndsAt !== null && before.oldEndsAt.getTime() > now) {
        throw new AlcoveError('Conflict', 'The key is being rotated already: finish that first')
      }
      const key = newKey()
      const endsAt = new Date(now + input.overlapHours * 3600_000)
      const old = {
        oldHash: before.hash,
        oldPrefix: before.prefix,
        oldEndsAt: endsAt,
        oldUsedAt: before.lastUsedAt,
        oldUsedFrom: before.lastUsedFrom,
        oldCalls: 0,
      }
      await ctx.db
        .update(apiKeys)
        .set({ ...old, hash: hashOf(key), prefix: prefixOf(key), calls: 0, lastUsedAt: null, lastUsedFrom: null })
        .where(eq(apiKeys.id, before.id))
      await ctx.change.audit('keys:rotate', `key ${before.name}`, {
        before: { prefix: before.prefix },
        after: { prefix: prefixOf(key), oldSecretEndsAt: endsAt },
      })
      ctx.change.accessChanged()
      return { ...(await readKey(ctx, before.id)), key }
    })
  },
)

/** Ends the old secret at once. */
export const finishRotation = verb(async ({ ctx, input }: { ctx: Ctx; input: { id: string } }): Promise<ApiKey> => {
  requireKeysWrite(ctx)
  return change(ctx, async (ctx) => {
    const before = await lockKey(ctx, input.id)
    if (before.oldHash === null) throw new AlcoveError('Conflict', 'The key has one secret only: rotate it first')
    const ended = { oldHash: null, oldPrefix: null, oldEndsAt: null, oldUsedAt: null, oldUsedFrom: null, oldCalls: 0 }
    await ctx.db.update(apiKeys).set(ended).where(eq(apiKeys.id, before.id))
    await ctx.change.audit('keys:finish-rotation', `key ${before.name}`, {
      before: { oldPrefix: before.oldPrefix },
      after: null,
    })
    ctx.change.accessChanged()
    return readKey(ctx, before.id)
  })
})

/**
 * Whoever rotates a key gets its secret. Another key may last longer, work from more networks and have no quota, and it
 * does not end with the one that acts.
 */
function requireOwn({ actor }: Ctx, { id, makerId }: typeof apiKeys.$inferSelect): void {
  if (actor.kind !== 'key' || actor.id === INSTALLATION || actor.id === id || actor.id === makerId) return
  throw new AlcoveError('Forbidden', 'An API key rotates itself and the keys made with it: sign in to rotate others')
}

async function lockKey(ctx: Changing, id: string) {
  const [found] = await ctx.db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.id, id), visibleKeys(ctx)))
    .for('update')
  if (!found) throw notFound('key', id)
  return found
}

async function readKey(ctx: Changing, id: string): Promise<ApiKey> {
  const [row] = await selectKeys(ctx).where(eq(apiKeys.id, id))
  return keyOf(row!, ctx.platform.clock.now())
}
