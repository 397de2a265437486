import { notFound, type Board } from '@alcove/contract'
import { asc, eq } from 'drizzle-orm'
import { boards } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { boardOf, named } from './board-of.ts'

/** By name. */
export const listBoards = verb(async ({ ctx }: { ctx: SpaceCtx; input: object }): Promise<{ items: Board[] }> => {
  const rows = await ctx.db.select().from(boards).where(eq(boards.spaceId, ctx.space.id)).orderBy(asc(boards.name))
  return { items: rows.map(boardOf) }
})

export const getBoard = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: { board: string } }): Promise<Board> => {
  const [row] = await ctx.db.select().from(boards).where(named(ctx, input.board))
  if (!row) throw notFound('board', input.board)
  return boardOf(row)
})
