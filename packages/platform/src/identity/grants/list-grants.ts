import type { Grant, Page, PageQuery } from '@alcove/contract'
import { and, asc, eq, sql } from 'drizzle-orm'
import { decodeCursor, pageFrom } from '../../database/cursor.ts'
import { accounts, functions, grants, groups } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { grantOf, selectGrants } from './grant-of.ts'

type Row = Awaited<ReturnType<typeof selectGrants>>[number]

/**
 * Accounts by address, then groups by name; of one subject the whole space first. Ended grants are included until they
 * are removed: they say why someone has no access any more.
 */
export const listGrants = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: PageQuery }): Promise<Page<Grant>> => {
  const wanted = input.limit + 1
  const after = decodeCursor(input.cursor, /^[ag][^ ]{1,254} [a-z0-9-]{0,63}$/)
  const afterGroup = after?.startsWith('g')
  // One query for each kind: sorted by an indexed column, it stops after a page.
  const ofAccounts = afterGroup ? [] : await read(ctx, accounts.email, after, wanted)
  const missing = wanted - ofAccounts.length
  const ofGroups = missing > 0 ? await read(ctx, groups.name, afterGroup ? after : null, missing) : []
  return pageFrom([...ofAccounts, ...ofGroups], input.limit, positionOf, grantOf)
})

function positionOf({ group, email, function: fn }: Row): string {
  return `${group === null ? `a${email}` : `g${group}`} ${fn ?? ''}`
}

function read(ctx: SpaceCtx, subject: typeof accounts.email | typeof groups.name, after: string | null, limit: number) {
  const fn = sql`coalesce(${functions.name}, '')`
  const [name = '', afterFn = ''] = after?.slice(1).split(' ') ?? []
  return selectGrants(ctx)
    .where(and(eq(grants.spaceId, ctx.space.id), sql`(${subject}, ${fn}) > (${name}, ${afterFn})`))
    .orderBy(asc(subject), asc(fn))
    .limit(limit)
}
