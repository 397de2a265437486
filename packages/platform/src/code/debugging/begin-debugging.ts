import { DEBUG_MINUTES } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { newId } from '../../database/ids.ts'
import { debugSessions } from '../../database/schema/index.ts'
import { accountOf, idOf } from '../../kernel/actor.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { takenTopic, type DebugLease } from './debug-lease.ts'

interface Begun {
  fn: string
  /** Null: the draft. */
  version: number | null
  /** The invocation whose recorded input is used. */
  invocation?: string | undefined
}

/**
 * Records that someone debugs a function, and can read its variables and events from now on. A developer has one session:
 * this one takes the place of an earlier one, which ends on whichever server it runs.
 */
export const beginDebugging = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: Begun }): Promise<DebugLease> => {
  const { fn, version, invocation } = input
  const lease = { developer: accountOf(ctx.actor) ?? idOf(ctx.actor), session: newId() }
  await change(ctx, async (ctx) => {
    const endsAt = sql`now() + make_interval(mins => ${DEBUG_MINUTES})`
    const set = { session: lease.session, endsAt }
    const [row] = await ctx.db
      .insert(debugSessions)
      .values({ ...lease, endsAt })
      .onConflictDoUpdate({ target: debugSessions.developer, set })
      .returning({ isNew: sql<boolean>`xmax::text = '0'` })
    if (!row!.isNew) ctx.change.jobQueued(takenTopic(lease.developer))
    await ctx.change.audit('functions:debug', `function ${fn}`, {
      version: version ?? 'draft',
      ...(invocation !== undefined && { invocation }),
    })
  })
  return lease
})
