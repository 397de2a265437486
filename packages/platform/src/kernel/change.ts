import { inTransaction } from '../database/in-transaction.ts'
import { isRetryable } from '../database/translate-error.ts'
import { appendEntries, prepareEntry } from './audit/append-entries.ts'
import type { PreparedEntry } from './audit/entry.ts'
import type { Change, Changing, Ctx, SpaceCtx } from './context.ts'
import { announce, type Announcement } from './notifications.ts'

/** Each attempt of two that keep getting in each other's way waits a second: PostgreSQL's deadlock_timeout. */
const ATTEMPTS = 3

/**
 * Runs `run` in a transaction and passes it a context that carries this transaction. After the commit it updates the
 * memory of this process before the promise resolves, so callers read their own writes, and notifies the other
 * processes. A nested call joins the outer change: both commit, or neither.
 *
 * PostgreSQL ends one of two transactions that wait for each other. `run` then runs again, so it must not change anything
 * but the database.
 */
export async function change<C extends Ctx, T>(ctx: C, run: (ctx: Changing<C>) => Promise<T>): Promise<T> {
  if (ctx.change)
    return run({ ...ctx, change: { ...ctx.change, audit: auditIn(ctx, ctx.change.entries) } } as Changing<C>)

  for (let attempt = 1; ; attempt += 1) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
      return await changeOnce(ctx, run)
    } catch (error) {
      if (attempt === ATTEMPTS || !isRetryable(error)) throw error
    }
  }
}

async function changeOnce<C extends Ctx, T>(ctx: C, run: (ctx: Changing<C>) => Promise<T>): Promise<T> {
  const { platform } = ctx
  const announcement: Announcement = { functions: [], spaces: [], access: false, gateways: [], builds: [], jobs: [] }
  const result = await inTransaction(platform.pool, async (tx) => {
    const entries: PreparedEntry[] = []
    const change: Change = {
      entries,
      audit: auditIn(ctx, entries),
      reroute: (scope) =>
        'functionId' in scope ? announcement.functions.push(scope.functionId) : announcement.spaces.push(scope.spaceId),
      accessChanged: () => void (announcement.access = true),
      gatewayChanged: (spaceId) => {
        if (!announcement.gateways.includes(spaceId)) announcement.gateways.push(spaceId)
      },
      buildChanged: (key) => announcement.builds.push(key),
      jobQueued: (kind) => announcement.jobs.push(kind),
    }
    const result = await run({ ...ctx, db: tx, change })
    const { access, ...lists } = announcement
    if (access || Object.values(lists).some((list) => list.length > 0)) await announce(tx, announcement)
    // Last: from here to the commit no other change can add to the audit.
    await appendEntries(tx, platform, entries)
    return result
  })
  await platform.apply(announcement)
  return result
}

function auditIn(ctx: Ctx | SpaceCtx, entries: PreparedEntry[]): Change['audit'] {
  const here = 'space' in ctx ? ctx.space : undefined
  return async (action: string, target: string, detail?: Record<string, unknown>, space = here) => {
    entries.push(prepareEntry(ctx, { action, target, detail, space }))
  }
}
