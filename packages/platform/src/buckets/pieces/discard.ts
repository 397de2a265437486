import { eq, inArray } from 'drizzle-orm'
import { discardedPieces, type Piece } from '../../database/schema/index.ts'
import type { Changing } from '../../kernel/context.ts'
import type { Platform } from '../../kernel/platform.ts'

/** How long readers may need: of one piece only to open it, of many to reach the last one. */
const GRACE_MS = { one: 10_000, many: 6 * 3600_000 }

export const graceOf = (pieces: number): number => (pieces === 1 ? GRACE_MS.one : GRACE_MS.many)

/** Deletes pieces after their current readers have had time to finish. */
export async function discard(ctx: Changing, pieces: readonly Piece[]): Promise<void> {
  if (pieces.length === 0) return
  const deleteAfter = new Date(ctx.platform.clock.now() + graceOf(pieces.length))
  await ctx.db.insert(discardedPieces).values(pieces.map(({ name }) => ({ name, deleteAfter })))
}

/**
 * A row of this transaction comes to refer to the piece.
 * @throws {Error} when the piece was swept already: storing the object took longer than a day
 */
export async function keep(ctx: Changing, { name }: Piece): Promise<void> {
  const { rowCount } = await ctx.db.delete(discardedPieces).where(eq(discardedPieces.name, name))
  if (rowCount === 0) throw new Error(`Piece ${name} was swept before an object referred to it`)
}

/** Nothing will refer to the piece. If this statement fails, the sweep deletes it a day later. */
export async function discardNow({ db, clock }: Platform, name: string): Promise<void> {
  await db
    .update(discardedPieces)
    .set({ deleteAfter: new Date(clock.now()) })
    .where(inArray(discardedPieces.name, [name]))
    .catch(() => {})
}
