import { AlcoveError, BOARD_LIMITS, type Board, type PutBoard } from '@alcove/contract'
import { count, eq } from 'drizzle-orm'
import { newId } from '../../database/ids.ts'
import type { Put } from '../../database/put.ts'
import { boards } from '../../database/schema/index.ts'
import { nameOf } from '../../kernel/actor.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import { lockSpace } from '../../spaces/lock-space.ts'
import { boardOf, named } from './board-of.ts'

type PutBoardInput = PutBoard & {
  board: string
  /** ETags of the board that the caller has seen. */
  expected?: Expected | undefined
}

/** Creates a board, or replaces its charts, for everyone in the space. */
export const putBoard = verb(
  async ({ ctx, input: { board, charts, expected } }: { ctx: SpaceCtx; input: PutBoardInput }): Promise<Put<Board>> =>
    change(ctx, async (ctx) => {
      const { id: spaceId } = ctx.space
      // Two who create it at once find no row to lock.
      await lockSpace(ctx)
      const [current] = await ctx.db.select().from(boards).where(named(ctx, board))
      requireExpected(expected, current?.etag ?? null, `The board ${board}`)
      if (!current) await requireRoom(ctx)
      const now = ctx.platform.clock.now()
      const values = { charts, etag: newId(now), updatedBy: nameOf(ctx.actor), updatedAt: new Date(now) }
      const [row] = await ctx.db
        .insert(boards)
        .values({ spaceId, name: board, ...values })
        .onConflictDoUpdate({ target: [boards.spaceId, boards.name], set: values })
        .returning()
      await ctx.change.audit('boards:put', `board ${board}`, {
        before: current ? { charts: current.charts } : null,
        after: { charts },
      })
      return { created: !current, value: boardOf(row!) }
    }),
)

async function requireRoom(ctx: SpaceCtx): Promise<void> {
  const [saved] = await ctx.db.select({ n: count() }).from(boards).where(eq(boards.spaceId, ctx.space.id))
  if (saved!.n < BOARD_LIMITS.boards) return
  const message = `A space has at most ${BOARD_LIMITS.boards} boards: delete one first`
  throw new AlcoveError('ValidationFailed', message, { errors: [{ path: 'board', message }] })
}
