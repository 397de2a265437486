import { AlcoveError, type AuditEntry, type AuditFilter } from '@alcove/contract'
import { and, eq, gte, ilike, inArray, like, lt, or, sql, type SQL } from 'drizzle-orm'
import { iso } from '../../database/connect.ts'
import { containing } from '../../database/containing.ts'
import { auditEntries, spaces } from '../../database/schema/index.ts'
import { platformActions, rightsIn } from '../access/rights.ts'
import { grantFacts } from '../access/space-facts.ts'
import { visibleTo } from '../access/visible-spaces.ts'
import type { Ctx } from '../../kernel/context.ts'

/** What the caller may read of the audit: all of it for administrators, else that of spaces with audit:read. */
export async function readable(ctx: Ctx): Promise<SQL | undefined> {
  if (platformActions(ctx.actor).has('audit:read')) return undefined
  const visible = await ctx.db
    .select({ id: spaces.id, name: spaces.name, visibility: spaces.visibility, grants: grantFacts(ctx.actor) })
    .from(spaces)
    .where(visibleTo(ctx))
  const now = ctx.platform.clock.now()
  const own = visible.filter((space) => rightsIn(ctx.actor, space, now).actions.has('audit:read'))
  if (own.length === 0) throw new AlcoveError('Forbidden', 'Needs audit:read, which the admins of a space have')
  return inArray(
    auditEntries.spaceId,
    own.map((space) => space.id),
  )
}

/** How an actor's id begins, by what it acted. */
const BEGINNING = { session: 'account:', key: 'key:', platform: 'platform:', nobody: 'address:' } as const

export function matching(filter: AuditFilter): SQL | undefined {
  const { account, key, action, space, outcome, by, address, request, from, to, q } = filter
  const text = q && containing(q)
  return and(
    account === undefined ? undefined : eq(auditEntries.accountId, account),
    key === undefined ? undefined : eq(auditEntries.actorId, `key:${key}`),
    action?.endsWith('*') ? like(auditEntries.action, `${action.slice(0, -1)}%`) : undefined,
    action === undefined || action.endsWith('*') ? undefined : eq(auditEntries.action, action),
    space === undefined ? undefined : eq(auditEntries.space, space),
    outcome === undefined ? undefined : eq(auditEntries.outcome, outcome),
    by === undefined ? undefined : like(auditEntries.actorId, `${BEGINNING[by]}%`),
    address === undefined ? undefined : eq(auditEntries.address, address),
    request === undefined ? undefined : eq(auditEntries.requestId, request),
    from === undefined ? undefined : gte(auditEntries.at, new Date(from)),
    to === undefined ? undefined : lt(auditEntries.at, new Date(to)),
    text === undefined
      ? undefined
      : or(
          ...[auditEntries.actor, auditEntries.action, auditEntries.target, auditEntries.space].map((column) =>
            ilike(column, text),
          ),
          ...[auditEntries.address, auditEntries.requestId].map((column) => ilike(column, text)),
          sql`${auditEntries.detail}::text ilike ${text}`,
        ),
  )
}

export function entryOf(row: typeof auditEntries.$inferSelect): AuditEntry {
  const { spaceId: _spaceId, hash: _hash, at, detail, ...entry } = row
  const { before = null, after = null, ...rest } = detail
  const by = (Object.keys(BEGINNING) as AuditEntry['by'][]).find((each) => row.actorId.startsWith(BEGINNING[each]))
  return { ...entry, at: iso(at), by: by ?? 'nobody', before, after, detail: rest }
}
