import type { Task } from '@alcove/contract'
import type { SpaceRights } from '../../identity/access/rights.ts'
import { shownCaller } from '../../identity/access/shown-caller.ts'
import { functions, spaces, tasks } from '../../database/schema/index.ts'

/** The columns that lists show: all but the event; of tasks joined with their functions and spaces. */
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
  space: spaces.name,
}

type Row = { [Column in keyof Omit<typeof LISTED, 'fn' | 'space'>]: (typeof tasks.$inferSelect)[Column] } & {
  fn: string
  space: string
}

export function taskOf({ fn, attempts, ...row }: Row, reader: SpaceRights): Task {
  return {
    ...row,
    caller: shownCaller(reader, row.caller),
    function: fn,
    attemptCount: attempts,
    acceptedAt: row.acceptedAt.toISOString(),
    runAt: row.runAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  }
}
