import type { Logpoint } from '@alcove/contract'
import { iso } from '../../database/connect.ts'
import type { logpoints } from '../../database/schema/index.ts'

type Row = typeof logpoints.$inferSelect

export function logpointOf(fn: string, row: Row, now: number): Logpoint {
  const { functionId: _, ending, createdAt, expiresAt, ...rest } = row
  const state = ending ?? (expiresAt.getTime() <= now ? 'time' : 'active')
  return { ...rest, function: fn, state, createdAt: iso(createdAt), expiresAt: iso(expiresAt) }
}
