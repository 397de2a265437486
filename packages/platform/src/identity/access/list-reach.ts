import { type Page, type PageQuery, type Reach } from '@alcove/contract'
import { and, asc, gt } from 'drizzle-orm'
import type { Actor } from '../../kernel/actor.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { BY_NAME, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { spaces } from '../../database/schema/index.ts'
import { askedAbout } from './asked-about.ts'
import { authorizePlatform } from './authorize-platform.ts'
import { rightsIn } from './rights.ts'
import { sourceOf } from './source-of.ts'
import { grantFacts } from './space-facts.ts'
import { visibleTo } from './visible-spaces.ts'

type ReachInput = PageQuery & { account?: string | undefined; key?: string | undefined }

/** Everything an account or key can reach, space by space; the caller itself if neither is given. */
export const listReach = verb(async ({ ctx, input }: { ctx: Ctx; input: ReachInput }): Promise<Page<Reach>> => {
  if (input.account !== undefined) authorizePlatform({ ctx, action: 'accounts:write' })
  const { actor, asker } = await askedAbout(ctx, input)
  if (asker.kind === 'inactive') return { items: [], nextCursor: null }
  const after = decodeCursor(input.cursor, BY_NAME)
  const rows = await ctx.db
    .select({ name: spaces.name, visibility: spaces.visibility, grants: grantFacts(actor) })
    .from(spaces)
    .where(and(visibleTo({ ...ctx, actor }), after === null ? undefined : gt(spaces.name, after)))
    .orderBy(asc(spaces.name))
    .limit(input.limit + 1)
  const now = ctx.platform.clock.now()
  return pageFrom(
    rows,
    input.limit,
    ({ name }) => name,
    (row) => reachOf(actor, row, now),
  )
})

function reachOf(actor: Actor, space: Parameters<typeof rightsIn>[1], now: number): Reach {
  const { role, actions, functions } = rightsIn(actor, space, now)
  const administrator = 'administrator' in actor && actor.administrator
  return {
    space: space.name,
    visibility: space.visibility,
    role,
    actions: [...actions],
    functions: [...functions].map(([fn, on]) => ({ function: fn, role: on.role, actions: [...on.actions] })),
    through: administrator ? 'administrator' : space.grants.length > 0 ? 'grants' : 'public',
    sources: space.grants.map(sourceOf),
  }
}
