import type { InstanceRecord } from '@alcove/contract'
import { decodeCursor } from '../../database/cursor.ts'

/** The position of an instance in a list, newest first: by its start, then by its id. */
export interface Place {
  startedAt: number
  id: string
}

const SHAPE = /^(\d{1,15}) ([0-9a-f-]{36})$/

export const cursorOf = ({ startedAt, id }: Place): string => `${Math.floor(startedAt)} ${id}`

/** @throws {AlcoveError} ValidationFailed */
export function placeOf(cursor: string | undefined): Place | null {
  const [, startedAt, id] = SHAPE.exec(decodeCursor(cursor, SHAPE) ?? '') ?? []
  return startedAt === undefined ? null : { startedAt: Number(startedAt), id: id! }
}

/** For `sort`. Compares whole milliseconds, as the table stores them. */
export function newestFirst(one: Place, other: Place): number {
  const later = Math.floor(other.startedAt) - Math.floor(one.startedAt)
  if (later !== 0 || one.id === other.id) return later
  return one.id < other.id ? 1 : -1
}

/** The records after `place`, in order. */
export function following(records: Iterable<InstanceRecord>, place: Place | null): InstanceRecord[] {
  return [...records].filter((record) => place === null || newestFirst(place, record) < 0).sort(newestFirst)
}
