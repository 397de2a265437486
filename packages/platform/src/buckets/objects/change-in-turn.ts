import { change } from '../../kernel/change.ts'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'
import { Turns } from '../../kernel/turns.ts'

type Run<T> = (ctx: Changing<SpaceCtx>) => Promise<T>

interface Waiting {
  ctx: SpaceCtx
  run: Run<unknown>
  resolve(value: unknown): void
  reject(error: unknown): void
}

/** The most changes that share a transaction. If one of them is refused, all of them run again, one by one. */
const TOGETHER = 16

/** Per space. One transaction commits while the next one gets its connection. */
const turns = new Turns({ atATime: 2 })
/** Per space, first come, first served. */
const queues = new Map<string, Waiting[]>()

/**
 * Changes objects of a space. The database runs such changes one after the other (`lockSpace`), and each commit waits for
 * the disk. Changes that come meanwhile wait here, without a connection, and share the next transaction. Each is decided
 * on what those before it have left, as if it were alone.
 * @param run only statements of the transaction: it runs again when a change beside it is refused
 */
export function changeInTurn<T>(ctx: SpaceCtx, run: Run<T>): Promise<T> {
  if (ctx.change) return change(ctx, run)
  return new Promise<T>((resolve, reject) => {
    const { id } = ctx.space
    const queue = queues.get(id) ?? []
    queues.set(id, queue)
    queue.push({ ctx, run, resolve: resolve as Waiting['resolve'], reject })
    void takeTurn(id)
  })
}

/** Commits those that wait longest. The caller may no longer be among them: an earlier turn may have taken it along. */
async function takeTurn(spaceId: string): Promise<void> {
  using turn = turns.of(spaceId)
  await turn.take()
  const queue = queues.get(spaceId)
  if (queue === undefined) return
  const group = queue.splice(0, TOGETHER)
  if (queue.length === 0) queues.delete(spaceId)
  await commit(group)
}

/** Never rejects. */
async function commit(group: Waiting[]): Promise<void> {
  let refused = false
  try {
    const values = await change(group[0]!.ctx, async ({ db, change: shared }) => {
      // After a deadlock this runs again from the start.
      refused = false
      const done = await Promise.allSettled(group.map(({ ctx, run }) => change({ ...ctx, db, change: shared }, run)))
      return done.map((one) => {
        if (one.status === 'fulfilled') return one.value
        refused = true
        throw one.reason
      })
    })
    group.forEach(({ resolve }, at) => resolve(values[at]))
  } catch (error) {
    // A commit that failed may still have happened: nothing runs again then.
    if (!refused || group.length === 1) return group.forEach(({ reject }) => reject(error))
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    for (const alone of group) await commit([alone])
  }
}
