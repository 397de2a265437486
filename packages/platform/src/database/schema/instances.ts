import type { InstanceEnd, Phases, Runtime, TimelineSegment } from '@alcove/contract'
import { index, integer, jsonb, pgTable, real, text, uuid } from 'drizzle-orm/pg-core'
import { time } from './time.ts'

/** Instances that have ended. The engine reports those that are alive. */
export const instances = pgTable(
  'instances',
  {
    id: uuid().primaryKey(),
    spaceId: uuid('space_id').notNull(),
    functionId: uuid('function_id').notNull(),
    revision: text().notNull(),
    runtime: text().$type<Runtime>().notNull(),
    isolation: text({ enum: ['oci', 'process'] }).notNull(),
    start: text({ enum: ['cold', 'prewarmed'] }),
    phases: jsonb().$type<Phases>().notNull(),
    invocations: integer().notNull(),
    memoryMb: integer('memory_mb').notNull(),
    peakMemoryMb: real('peak_memory_mb'),
    startedAt: time('started_at').notNull(),
    lastUsedAt: time('last_used_at'),
    endedAt: time('ended_at').notNull(),
    end: jsonb().$type<InstanceEnd>().notNull(),
    timeline: jsonb().$type<TimelineSegment[]>().notNull(),
  },
  (table) => [index('instances_function').on(table.functionId, table.endedAt)],
)
