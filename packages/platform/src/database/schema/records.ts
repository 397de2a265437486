import {
  INVOCATION_STATUSES,
  LOG_LEVELS,
  TRIGGER_KINDS,
  type CallSpan,
  type InvocationDetail,
  type Phases,
  type RecordedPayload,
} from '@alcove/contract'
import { sql } from 'drizzle-orm'
import {
  bigint,
  doublePrecision,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { spaces } from './spaces.ts'
import { digest, traceId } from './hex.ts'
import { time } from './time.ts'

/*
 * The recorder writes many thousands of these rows per second. They have no foreign keys, because a check per row would
 * double the cost: the recorder locks the functions of a batch instead, and deleting a function deletes its records.
 */
/** A recorded payload without its text, which has a column of its own: inside of JSON it would be escaped again. */
type Payload = Omit<RecordedPayload, 'text'>

/** What only the page of one invocation shows. Most calls have little of it, and what they lack is left out. */
export interface InvocationExtras {
  /** Absent for a payload that is whole text: its size is that of the text. */
  input?: Payload
  output?: Payload
  error?: InvocationDetail['error']
  /** The issue that an error belongs to. */
  fingerprint?: string
  phases: Phases
  parentId?: string | null
  taskId?: string | null
  requestId?: string
  logsTruncated?: boolean
  cpuMs?: number | null
  hops?: number
  spans?: CallSpan[]
  droppedSpans?: number
}

export const invocations = pgTable(
  'invocations',
  {
    id: uuid().notNull(),
    spaceId: uuid('space_id').notNull(),
    functionId: uuid('function_id').notNull(),
    status: text({ enum: INVOCATION_STATUSES }).notNull(),
    qualifier: text().notNull(),
    version: integer(),
    /** The revision of a draft that was called. A version's is in its own row. */
    revision: digest(),
    trigger: text({ enum: TRIGGER_KINDS }).notNull(),
    triggerName: text('trigger_name'),
    startedAt: time('started_at').notNull(),
    durationMs: doublePrecision('duration_ms').notNull(),
    billedMs: integer('billed_ms').notNull(),
    start: text({ enum: ['warm', 'prewarmed', 'cold'] }),
    peakMemoryMb: real('peak_memory_mb'),
    memoryMb: integer('memory_mb').notNull(),
    /** Empty where it would be the output. */
    summary: text().notNull(),
    httpMethod: text('http_method'),
    httpPath: text('http_path'),
    httpStatus: integer('http_status'),
    logLines: integer('log_lines').notNull(),
    traceId: traceId('trace_id').notNull(),
    instanceId: uuid('instance_id'),
    caller: text(),
    inputText: text('input_text'),
    outputText: text('output_text'),
    extras: json().$type<InvocationExtras>().notNull(),
    /** The number of calls in this row: refusals of one kind within a minute share a row. */
    repeats: integer().notNull().default(1),
    repeated: jsonb().$type<InvocationDetail['repeated']>(),
  },
  (table) => [
    primaryKey({ columns: [table.spaceId, table.id] }),
    index('invocations_function').on(table.functionId, table.id),
    index('invocations_failed')
      .on(table.functionId, table.id)
      .where(sql`${table.status} <> 'success'`),
    index('invocations_failed_in_space')
      .on(table.spaceId, table.id)
      .where(sql`${table.status} <> 'success'`),
    // Calls from outside are left out: they are many, and are found by the time in their trace's id.
    index('invocations_trace')
      .on(table.traceId)
      .where(sql`${table.trigger} not in ('console', 'api', 'http', 'gateway')`),
  ],
)

export const logLines = pgTable(
  'log_lines',
  {
    id: uuid().notNull(),
    spaceId: uuid('space_id').notNull(),
    functionId: uuid('function_id').notNull(),
    invocationId: uuid('invocation_id').notNull(),
    version: integer(),
    time: time('time').notNull(),
    level: text({ enum: LOG_LEVELS }).notNull(),
    message: text().notNull(),
    truncatedBytes: integer('truncated_bytes').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.functionId, table.id] }),
    index('log_lines_invocation').on(table.invocationId, table.id),
  ],
)

/**
 * Counts of the calls that started in one minute. Version 0 is the draft. Rows without qualifier and trigger are samples
 * of the instances and tasks of a minute, calls of qualifiers that do not exist, and counts from before they were told
 * apart.
 */
export const metricMinutes = pgTable(
  'metric_minutes',
  {
    spaceId: uuid('space_id').notNull(),
    functionId: uuid('function_id').notNull(),
    version: integer().notNull(),
    qualifier: text().notNull().default(''),
    /** Its kind and name: `timer:nightly`, `api`. */
    trigger: text().notNull().default(''),
    minute: time('minute').notNull(),
    success: integer().notNull().default(0),
    functionError: integer('function_error').notNull().default(0),
    timeout: integer().notNull().default(0),
    outOfMemory: integer('out_of_memory').notNull().default(0),
    initError: integer('init_error').notNull().default(0),
    protocolError: integer('protocol_error').notNull().default(0),
    throttled: integer().notNull().default(0),
    rejected: integer().notNull().default(0),
    cancelled: integer().notNull().default(0),
    systemError: integer('system_error').notNull().default(0),
    coldStarts: integer('cold_starts').notNull().default(0),
    prewarmedStarts: integer('prewarmed_starts').notNull().default(0),
    /** What calls waited for their instance to start. */
    startSumMs: doublePrecision('start_sum_ms').notNull().default(0),
    startMaxMs: doublePrecision('start_max_ms'),
    concurrency: integer().notNull().default(0),
    /** Sampled at the beginning of the minute. */
    instances: integer().notNull().default(0),
    tasks: integer().notNull().default(0),
    /** The longest that a call waited for a place, or a task for its attempt. */
    queueMaxMs: doublePrecision('queue_max_ms'),
    /** The sum over `cpuCalls` calls: short ones are not measured. */
    cpuMs: doublePrecision('cpu_ms').notNull().default(0),
    cpuCalls: integer('cpu_calls').notNull().default(0),
    bytesIn: bigint('bytes_in', { mode: 'number' }).notNull().default(0),
    bytesOut: bigint('bytes_out', { mode: 'number' }).notNull().default(0),
    /** Memory times billed time. */
    mbMs: bigint('mb_ms', { mode: 'number' }).notNull().default(0),
    /** The configured size. */
    memoryMb: integer('memory_mb'),
    peakMemoryMb: real('peak_memory_mb'),
    durationSumMs: doublePrecision('duration_sum_ms').notNull().default(0),
    durationMaxMs: doublePrecision('duration_max_ms'),
    /** Log-scale buckets, packed and merged by metrics/histogram.ts. */
    durations: bigint({ mode: 'bigint' }).array().notNull().default([]),
  },
  (table) => [
    primaryKey({
      name: 'metric_minutes_pk',
      columns: [table.functionId, table.minute, table.version, table.qualifier, table.trigger],
    }),
    index('metric_minutes_space').on(table.spaceId, table.minute),
  ],
)

/** Counts of the calls that started in one minute, by trigger, with fewer columns. */
export const triggerMinutes = pgTable(
  'trigger_minutes',
  {
    functionId: uuid('function_id').notNull(),
    triggerName: text('trigger_name').notNull(),
    minute: time('minute').notNull(),
    invocations: integer().notNull(),
    failures: integer().notNull(),
    lastAt: time('last_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.functionId, table.triggerName, table.minute] })],
)

/** Batches that are stored. A commit can succeed while its answer is lost: the retry finds the batch here and stops. */
export const recordedBatches = pgTable('recorded_batches', {
  id: uuid().primaryKey(),
  at: time('at').notNull().defaultNow(),
})

/** Log lines of one space that are no longer rows but a file in the blob store (records/segments). */
export const logSegments = pgTable(
  'log_segments',
  {
    id: uuid().primaryKey(),
    spaceId: uuid('space_id').notNull(),
    /** Names the blob. */
    hash: text().notNull(),
    bytes: bigint({ mode: 'number' }).notNull(),
    lines: integer().notNull(),
    firstId: uuid('first_id').notNull(),
    lastId: uuid('last_id').notNull(),
  },
  (table) => [index('log_segments_space').on(table.spaceId, table.lastId), index('log_segments_hash').on(table.hash)],
)

/** Queries that people of a space share. */
export const logQueries = pgTable(
  'log_queries',
  {
    spaceId: uuid('space_id')
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    query: text().notNull(),
    /** Fields shown as columns. */
    columns: text().array().notNull(),
    savedBy: text('saved_by').notNull(),
    savedAt: time('saved_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.spaceId, table.name] })],
)
