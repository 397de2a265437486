import type { Page, PageQuery, SpaceCard } from '@alcove/contract'
import { and, asc, gt } from 'drizzle-orm'
import { requireActor } from '../identity/access/require-actor.ts'
import { verb, type Ctx } from '../kernel/context.ts'
import { BY_NAME, decodeCursor, pageFrom } from '../database/cursor.ts'
import { spaces } from '../database/schema/index.ts'
import { selectSpaces, visibleSpaceOf, type StoredSpace } from './space-of.ts'
import { visibleTo } from '../identity/access/visible-spaces.ts'

/** The spaces that the caller may know of, by name. */
export const listSpaces = verb(
  async ({ ctx, input }: { ctx: Ctx; input: PageQuery }): Promise<Page<StoredSpace | SpaceCard>> => {
    requireActor(ctx.actor)
    const after = decodeCursor(input.cursor, BY_NAME)
    const rows = await selectSpaces(ctx)
      .where(and(visibleTo(ctx), after === null ? undefined : gt(spaces.name, after)))
      .orderBy(asc(spaces.name))
      .limit(input.limit + 1)
    return pageFrom(
      rows,
      input.limit,
      (row) => row.name,
      (row) => visibleSpaceOf(ctx, row),
    )
  },
)
