import { AlcoveError } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { hostNames } from '../../database/schema/index.ts'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'

interface Claim {
  host: string
  /** Null: for the routes of the space. */
  triggerId: string | null
  /** Where the request says it, for the error. */
  path: string
}

/**
 * Takes a host name, unless it is the claimant's already. Whose it is otherwise stays unsaid: it may be a space that the
 * caller does not know of. @throws {AlcoveError} Conflict or AlreadyExists
 */
export async function claimHost(ctx: Changing<SpaceCtx>, { host, triggerId, path }: Claim) {
  const refuse = (code: 'Conflict' | 'AlreadyExists', message: string) =>
    new AlcoveError(code, message, { errors: [{ path, message }] })
  const { platform } = ctx
  const own = [platform.origin, platform.gatewayOrigin].map((origin) => new URL(origin).hostname)
  if (own.includes(host)) throw refuse('Conflict', `${host} is where Alcove itself answers: use another host name`)
  const [made] = await ctx.db
    .insert(hostNames)
    .values({ name: host, spaceId: ctx.space.id, triggerId })
    .onConflictDoNothing()
    .returning()
  if (made) return { created: true, row: made }
  const [row] = await ctx.db.select().from(hostNames).where(eq(hostNames.name, host))
  if (row?.spaceId === ctx.space.id && row.triggerId === triggerId) return { created: false, row }
  throw refuse('AlreadyExists', `The host name ${host} is taken by another space or trigger`)
}
