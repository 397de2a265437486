import { BoardChart, type Board } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { iso } from '../../database/connect.ts'
import { boards } from '../../database/schema/index.ts'
import type { SpaceCtx } from '../../kernel/context.ts'

export const named = ({ space }: SpaceCtx, name: string) => and(eq(boards.spaceId, space.id), eq(boards.name, name))

/** Charts of metrics that a later version no longer has are left out. */
export function boardOf({ name, charts, etag, updatedAt, updatedBy }: typeof boards.$inferSelect): Board {
  const known = charts.flatMap((chart) => BoardChart.safeParse(chart).data ?? [])
  return { name, charts: known, etag, updatedAt: iso(updatedAt), updatedBy }
}
