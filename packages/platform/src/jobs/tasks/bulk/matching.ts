import type { TaskFilter } from '@alcove/contract'
import { and, eq, gte, inArray, lt, type SQL } from 'drizzle-orm'
import { functions, tasks } from '../../../database/schema/index.ts'

/** The condition of a filter, for a statement that joins tasks with their functions. */
export function matching(spaceId: string, filter: TaskFilter): SQL {
  const { state, function: fn, error, from, to } = filter
  return and(
    eq(tasks.spaceId, spaceId),
    inArray(tasks.state, [...state]),
    fn === undefined ? undefined : eq(functions.name, fn),
    error === undefined ? undefined : eq(tasks.errorKey, error),
    from === undefined ? undefined : gte(tasks.acceptedAt, new Date(from)),
    to === undefined ? undefined : lt(tasks.acceptedAt, new Date(to)),
  )!
}
