import { AsyncLocalStorage } from 'node:async_hooks'
import { idOf, nameOf } from './actor.ts'
import type { Ctx, SpaceCtx } from './context.ts'
import type { Connection, Transaction } from '../database/connect.ts'
import { newId } from '../database/ids.ts'
import { auditEntries } from '../database/schema/index.ts'
import { announce, type Announcement } from './notifications.ts'

/** One change of the control plane: its transaction, its audit rows, and whom to tell once it is committed. */
export interface Change {
  tx: Transaction
  audit(
    action: string,
    target: string,
    detail?: Record<string, unknown>,
    space?: { id: string; name: string },
  ): Promise<void>
  /** What callers can reach changed: this function, or every function of this space. */
  reroute(scope: { functionId: string } | { spaceId: string }): void
  /** Who may do what changed: accounts, keys, grants, spaces. */
  accessChanged(): void
  /** A build was queued. */
  buildChanged(key: string): void
  /** A job of this kind was queued. */
  jobQueued(kind: string): void
}

const open = new AsyncLocalStorage<Change>()

/**
 * Runs `run` in a transaction; when it commits, this process has caught up before the promise resolves (a caller reads
 * its own write) and the others are notified. Inside another change it joins that one: all or nothing.
 */
export async function change<T>(ctx: Ctx, run: (change: Change) => Promise<T>): Promise<T> {
  const outer = open.getStore()
  if (outer) return run({ ...outer, audit: auditIn(outer.tx, ctx) })

  const { platform } = ctx
  const announcement: Announcement = { functions: [], spaces: [], access: false, builds: [], jobs: [] }
  const result = await platform.db.transaction(async (tx) => {
    const change: Change = {
      tx,
      audit: auditIn(tx, ctx),
      reroute: (scope) =>
        'functionId' in scope ? announcement.functions.push(scope.functionId) : announcement.spaces.push(scope.spaceId),
      accessChanged: () => void (announcement.access = true),
      buildChanged: (key) => announcement.builds.push(key),
      jobQueued: (kind) => announcement.jobs.push(kind),
    }
    const result = await open.run(change, () => run(change))
    const { functions, spaces, access, builds, jobs } = announcement
    if (access || functions.length + spaces.length + builds.length + jobs.length > 0) {
      await announce(tx, announcement)
    }
    return result
  })
  await platform.apply(announcement)
  return result
}

/** What to read with: inside a change its transaction, so that it sees its own writes. */
export function connectionOf(ctx: Ctx): Connection {
  return open.getStore()?.tx ?? ctx.platform.db
}

function auditIn(tx: Transaction, ctx: Ctx | SpaceCtx): Change['audit'] {
  const here = 'space' in ctx ? ctx.space : undefined
  return async (action, target, detail = {}, space = here) => {
    await tx.insert(auditEntries).values({
      id: newId(ctx.platform.clock.now()),
      actorId: idOf(ctx.actor),
      actor: nameOf(ctx.actor),
      action,
      spaceId: space?.id ?? null,
      space: space?.name ?? null,
      target,
      detail,
      requestId: ctx.requestId,
    })
  }
}
