import { type Build, type Diagnostic, type Runtime } from '@alcove/contract'
import { bigint, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { time } from './time.ts'

/** The key is a hash of every input, so functions with the same inputs share a build. */
export const builds = pgTable(
  'builds',
  {
    key: text().primaryKey(),
    kind: text({ enum: ['npm', 'pip', 'javac'] }).notNull(),
    runtime: text().$type<Runtime>().notNull(),
    status: text({ enum: ['queued', 'running', 'succeeded', 'failed'] }).notNull(),
    queuedAt: time('queued_at').notNull().defaultNow(),
    startedAt: time('started_at'),
    endedAt: time('ended_at'),
    packages: jsonb().$type<Build['packages']>().notNull().default([]),
    /** Blob of the output, which is laid over the code. */
    outputHash: text('output_hash'),
    outputBytes: bigint('output_bytes', { mode: 'number' }),
    diagnostics: jsonb().$type<Diagnostic[]>().notNull().default([]),
    error: text(),
    log: text().notNull().default(''),
  },
  (table) => [index('builds_output').on(table.outputHash)],
)
