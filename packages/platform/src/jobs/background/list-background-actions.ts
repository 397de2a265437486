import type { BackgroundAction, BackgroundQuery, Page } from '@alcove/contract'
import { and, desc, eq, inArray, lt } from 'drizzle-orm'
import { BY_ID, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { backgroundActions } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { backgroundActionsOf } from './background-actions-of.ts'

/** The background actions of a space, newest first. */
export const listBackgroundActions = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: BackgroundQuery }): Promise<Page<BackgroundAction>> => {
    const { kind, state, limit } = input
    const before = decodeCursor(input.cursor, BY_ID)
    const { id, spaceId } = backgroundActions
    const rows = await ctx.db
      .select()
      .from(backgroundActions)
      .where(
        and(
          eq(spaceId, ctx.space.id),
          kind && inArray(backgroundActions.kind, kind),
          state && eq(backgroundActions.state, state),
          before === null ? undefined : lt(id, before),
        ),
      )
      .orderBy(desc(id))
      .limit(limit + 1)
    const shown = await backgroundActionsOf(ctx, rows.slice(0, limit))
    const { nextCursor } = pageFrom(
      rows,
      limit,
      ({ id }) => id,
      ({ id }) => id,
    )
    return { items: shown, nextCursor }
  },
)
