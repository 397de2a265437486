import type { Task } from '@alcove/contract'
import { functions, tasks } from '../database/schema/index.ts'
import type { SpaceCtx } from '../kernel/context.ts'

/** The columns that lists show: all but the event. */
export const LISTED = {
  id: tasks.id,
  state: tasks.state,
  qualifier: tasks.qualifier,
  trigger: tasks.trigger,
  triggerName: tasks.triggerName,
  caller: tasks.caller,
  attempts: tasks.attempts,
  eventBytes: tasks.eventBytes,
  acceptedAt: tasks.acceptedAt,
  runAt: tasks.runAt,
  expiresAt: tasks.expiresAt,
  endedAt: tasks.endedAt,
  errorCode: tasks.errorCode,
  errorKey: tasks.errorKey,
  error: tasks.error,
  fn: functions.name,
}

type Row = { [Column in keyof Omit<typeof LISTED, 'fn'>]: (typeof tasks.$inferSelect)[Column] } & { fn: string }

export function taskOf(ctx: SpaceCtx, { fn, attempts, ...row }: Row): Task {
  return {
    ...row,
    space: ctx.space.name,
    function: fn,
    attemptCount: attempts,
    acceptedAt: row.acceptedAt.toISOString(),
    runAt: row.runAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  }
}
