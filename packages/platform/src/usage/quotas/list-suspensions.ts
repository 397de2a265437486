import type { Page, Suspension, SuspensionQuery } from '@alcove/contract'
import { and, desc, eq, gt, inArray, isNull, lt, type SQL } from 'drizzle-orm'
import { iso, isoOrNull } from '../../database/connect.ts'
import { BY_ID, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { suspensions } from '../../database/schema/index.ts'
import { verb, type Ctx, type SpaceCtx } from '../../kernel/context.ts'
import { findFunction } from '../../spaces/find-function.ts'

type Input = SuspensionQuery & { fn?: string }

/** Newest first: of one function, or of the space and all of its functions. */
export const listSuspensions = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: Input }): Promise<Page<Suspension>> => {
    const before = decodeCursor(input.cursor, BY_ID)
    const fn = input.fn === undefined ? null : await findFunction(ctx, input.fn)
    const rows = await read(
      ctx,
      and(
        eq(suspensions.spaceId, ctx.space.id),
        fn === null ? undefined : eq(suspensions.functionId, fn.id),
        ...(input.open
          ? [isNull(suspensions.resumedAt), gt(suspensions.resumesAt, new Date(ctx.platform.clock.now()))]
          : []),
        before === null ? undefined : lt(suspensions.id, before),
      ),
      input.limit + 1,
    )
    return pageFrom(rows, input.limit, (row) => row.id, suspensionOf)
  },
)

/** The one that holds. */
export async function readSuspension(ctx: Ctx, scopeId: string): Promise<Suspension | null> {
  return longestOf(await readOpen(ctx, [scopeId]), ctx.platform.clock.now())
}

/** Where several limits are used up, the suspension that lasts longest. */
export function longestOf(open: readonly (typeof suspensions.$inferSelect)[], now: number): Suspension | null {
  const [longest] = open
    .filter(({ resumesAt }) => resumesAt.getTime() > now)
    .toSorted((a, b) => b.resumesAt.getTime() - a.resumesAt.getTime())
  return longest ? suspensionOf(longest) : null
}

export async function readOpen(ctx: Ctx, scopeIds: string[]) {
  return read(ctx, and(inArray(suspensions.scopeId, scopeIds), isNull(suspensions.resumedAt)), 100 * scopeIds.length)
}

function read(ctx: Ctx, where: SQL | undefined, limit: number) {
  return ctx.db.select().from(suspensions).where(where).orderBy(desc(suspensions.id)).limit(limit)
}

function suspensionOf(row: typeof suspensions.$inferSelect): Suspension {
  const { id, function: fn, partKind, partName, limit, allowed, since, resumesAt, resumedAt, resumedBy, refused } = row
  return {
    id,
    function: fn,
    part: partKind === null ? null : { kind: partKind, name: partName! },
    limit,
    allowed,
    since: iso(since),
    resumesAt: iso(resumesAt),
    resumedAt: isoOrNull(resumedAt),
    resumedBy,
    refused,
  }
}
