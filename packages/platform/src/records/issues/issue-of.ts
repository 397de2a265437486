import type { Issue } from '@alcove/contract'
import { and, gte, inArray } from 'drizzle-orm'
import { iso } from '../../database/connect.ts'
import { issueHours, type issues } from '../../database/schema/index.ts'
import type { Ctx } from '../../kernel/context.ts'
import { attentionOf } from './attention-of.ts'

const HOUR_MS = 3600_000
const HOURS = 24

export function issueOf(fn: string, row: typeof issues.$inferSelect, hours: number[], now: number): Issue {
  const { id, status, type, message, count, triggers, assignee, resolvedIn } = row
  const issue = {
    id,
    function: fn,
    status,
    type,
    message,
    count,
    callers: row.callers.length,
    firstSeen: iso(row.firstSeen),
    lastSeen: iso(row.lastSeen),
    versions: row.versions.toSorted((a, b) => b - a),
    triggers,
    assignee,
    resolvedIn,
    ignoredUntil: status === 'ignored' ? row.ignoredUntil && iso(row.ignoredUntil) : null,
    ignoredCalls: status === 'ignored' ? row.ignoredToCount && Math.max(1, row.ignoredToCount - count) : null,
    reopenedAt: row.reopenedAt && iso(row.reopenedAt),
    hours,
  }
  return { ...issue, attention: attentionOf(issue, now) }
}

/** Calls in each of the last hours, by issue. */
export async function hoursOf({ db, platform }: Ctx, ids: string[]): Promise<(id: string) => number[]> {
  const now = Math.floor(platform.clock.now() / HOUR_MS)
  const first = now - HOURS + 1
  const rows =
    ids.length === 0
      ? []
      : await db
          .select()
          .from(issueHours)
          .where(and(inArray(issueHours.issueId, ids), gte(issueHours.hour, new Date(first * HOUR_MS))))
  const counts = new Map(rows.map(({ issueId, hour, count }) => [`${issueId} ${hour.getTime() / HOUR_MS}`, count]))
  return (id) => Array.from({ length: HOURS }, (_, n) => counts.get(`${id} ${first + n}`) ?? 0)
}
