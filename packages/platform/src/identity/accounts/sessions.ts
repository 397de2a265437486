import { notFound, type Page, type PageQuery, type Session } from '@alcove/contract'
import { and, desc, eq, gt, lt, ne } from 'drizzle-orm'
import { iso } from '../../database/connect.ts'
import { BY_ID, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { accounts, sessions } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Changing, type Ctx } from '../../kernel/context.ts'
import { authorizePlatform } from '../access/authorize-platform.ts'
import { requireActor } from '../access/require-actor.ts'
import { requireOfKey } from '../access/require-of-key.ts'

interface Whose {
  /** Left out: the caller's own. */
  account?: string | undefined
}

/** Newest first. */
export const listSessions = verb(
  async ({ ctx, input }: { ctx: Ctx; input: Whose & PageQuery }): Promise<Page<Session>> => {
    const { id } = await ownerOf(ctx, input)
    const before = decodeCursor(input.cursor, BY_ID)
    const rows = await ctx.db
      .select()
      .from(sessions)
      .where(
        and(
          eq(sessions.userId, id),
          gt(sessions.expiresAt, new Date(ctx.platform.clock.now())),
          before === null ? undefined : lt(sessions.id, before),
        ),
      )
      .orderBy(desc(sessions.id))
      .limit(input.limit + 1)
    const current = currentOf(ctx)
    return pageFrom(
      rows,
      input.limit,
      (row) => row.id,
      (row) => sessionOf(row, current),
    )
  },
)

/** Signs out one session, or all but the caller's own. */
export const endSessions = verb(
  async ({ ctx, input }: { ctx: Ctx; input: Whose & { session?: string | undefined } }): Promise<void> => {
    await change(ctx, async (ctx) => {
      const owner = await ownerOf(ctx, input)
      if (owner.administrator && input.account !== undefined) requireOfKey(ctx.actor, 'platform:admin')
      const current = currentOf(ctx)
      const which =
        input.session === undefined
          ? current === null
            ? undefined
            : ne(sessions.id, current)
          : eq(sessions.id, input.session)
      const { rowCount } = await ctx.db.delete(sessions).where(and(eq(sessions.userId, owner.id), which))
      if (rowCount === 0 && input.session !== undefined) throw notFound('session', input.session)
      if (rowCount === 0) return
      await ctx.change.audit('sessions:end', `account ${owner.email}`, {
        ended: rowCount,
        ...(input.session !== undefined && { session: input.session }),
      })
      ctx.change.accessChanged()
    })
  },
)

async function ownerOf(ctx: Ctx | Changing, { account }: Whose) {
  if (account !== undefined) authorizePlatform({ ctx, action: 'accounts:write' })
  const id = account ?? requireActor(ctx.actor).id
  const [found] = await ctx.db.select().from(accounts).where(eq(accounts.id, id))
  if (!found) throw notFound('account', id)
  return found
}

const currentOf = ({ actor }: Ctx): string | null => (actor.kind === 'account' ? (actor.sessionId ?? null) : null)

function sessionOf(row: typeof sessions.$inferSelect, current: string | null): Session {
  const { id, method, ipAddress, userAgent, createdAt, expiresAt } = row
  return {
    id,
    current: id === current,
    method,
    address: ipAddress,
    userAgent,
    createdAt: iso(createdAt),
    expiresAt: iso(expiresAt),
  }
}
