import { bigint, doublePrecision, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { functions } from './functions.ts'
import { spaces } from './spaces.ts'
import { time } from './time.ts'

/*
 * Counters for Prometheus, which must only ever grow: sums of metric_minutes from the first scrape of a space up to
 * `until`. What comes after is added up by each scrape.
 */
export const metricTotalMarks = pgTable('metric_total_marks', {
  spaceId: uuid('space_id')
    .primaryKey()
    .references(() => spaces.id, { onDelete: 'cascade' }),
  until: time('until').notNull(),
})

export const metricTotals = pgTable(
  'metric_totals',
  {
    functionId: uuid('function_id')
      .notNull()
      .references(() => functions.id, { onDelete: 'cascade' }),
    /** 0: the draft. */
    version: integer().notNull(),
    /** The status of calls, `cold_starts` or `duration_sum_ms`. */
    name: text().notNull(),
    value: doublePrecision().notNull(),
    /** Beside the sum of durations: log-scale buckets, packed and merged by metrics/histogram.ts. */
    durations: bigint({ mode: 'bigint' }).array(),
  },
  (table) => [primaryKey({ columns: [table.functionId, table.version, table.name] })],
)
