import { AlcoveError, type AuditEntry, type Page, type PageQuery } from '@alcove/contract'
import { and, desc, inArray, lt, type SQL } from 'drizzle-orm'
import { platformActions, rightsIn } from '../identity/access/rights.ts'
import { verb, type Ctx } from '../kernel/context.ts'
import { iso } from '../database/connect.ts'
import { BY_ID, decodeCursor, pageFrom } from '../database/cursor.ts'
import { auditEntries } from '../database/schema/index.ts'
import { selectSpaces } from '../spaces/space-of.ts'
import { visibleTo } from '../identity/access/visible-spaces.ts'
import { requireActor } from '../identity/access/require-actor.ts'

/** Newest first. Administrators see all entries, others those of the spaces where they have audit:read. */
export const listAudit = verb(async ({ ctx, input }: { ctx: Ctx; input: PageQuery }): Promise<Page<AuditEntry>> => {
  requireActor(ctx.actor)
  const before = decodeCursor(input.cursor, BY_ID)
  const where = and(await within(ctx), before === null ? undefined : lt(auditEntries.id, before))
  const rows = await ctx.platform.searches.run(ctx, (connection) =>
    connection
      .select()
      .from(auditEntries)
      .where(where)
      .orderBy(desc(auditEntries.id))
      .limit(input.limit + 1),
  )
  return pageFrom(
    rows,
    input.limit,
    (row) => row.id,
    ({ id, at, actor, action, space, target, detail }) => ({
      id,
      at: iso(at),
      actor,
      action,
      space,
      target,
      detail,
    }),
  )
})

async function within(ctx: Ctx): Promise<SQL | undefined> {
  if (platformActions(ctx.actor).has('audit:read')) return undefined
  const spaces = await selectSpaces(ctx).where(visibleTo(ctx))
  const now = ctx.platform.clock.now()
  const readable = spaces.filter((space) => rightsIn(ctx.actor, space, now).actions.has('audit:read'))
  if (readable.length === 0) throw new AlcoveError('Forbidden', 'Needs audit:read, which the admins of a space have')
  return inArray(
    auditEntries.spaceId,
    readable.map((space) => space.id),
  )
}
