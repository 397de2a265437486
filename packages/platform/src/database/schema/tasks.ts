import { DELIVERY_STATES, TASK_STATES, TRIGGER_KINDS, type ExecutionError, type ProblemCode } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { bytes } from './bytes.ts'
import type { StoredDestination } from './functions.ts'
import { time } from './time.ts'

/**
 * Calls that run after they were accepted. Like records they have no foreign keys: code that inserts them locks their
 * functions, and deleting a function deletes its tasks.
 */
export const tasks = pgTable(
  'tasks',
  {
    id: uuid().notNull(),
    spaceId: uuid('space_id').notNull(),
    functionId: uuid('function_id').notNull(),
    state: text({ enum: TASK_STATES }).notNull(),
    qualifier: text().notNull(),
    /** JSON. Null: a blob, named by `eventHash`. */
    event: bytes(),
    eventHash: text('event_hash'),
    eventBytes: integer('event_bytes').notNull(),
    trigger: text({ enum: TRIGGER_KINDS }).notNull(),
    triggerId: uuid('trigger_id'),
    triggerName: text('trigger_name'),
    caller: text(),
    /** The invocation that made the call. */
    parentId: uuid('parent_id'),
    traceId: text('trace_id').notNull(),
    /** The request of the API that led to it. */
    requestId: text('request_id'),
    hops: integer().notNull(),
    /** The calls it is counted with; see bff/src/invoke/lineage.ts. */
    lineage: text(),
    /** Keys of different callers are different keys. */
    idempotencyActor: text('idempotency_actor'),
    idempotencyKey: text('idempotency_key'),
    /** What makes it the same request: a digest of qualifier and event. */
    fingerprint: text(),
    acceptedAt: time('accepted_at').notNull().defaultNow(),
    /** When the next attempt is due. */
    runAt: time('run_at').notNull().defaultNow(),
    expiresAt: time('expires_at').notNull(),
    startedAt: time('started_at'),
    endedAt: time('ended_at'),
    /** Attempts used since it was accepted or redriven, the running one included. */
    attempts: integer().notNull().default(0),
    /** The invocations of all its attempts, those before a redrive included. */
    invocationIds: uuid('invocation_ids').array().notNull().default([]),
    /** The background action that redrove it. */
    redriveId: uuid('redrive_id'),
    /** The worker that runs it. */
    owner: uuid(),
    /** Its worker is asked to stop it. */
    cancelling: boolean().notNull().default(false),
    /** How the last attempt failed. */
    errorCode: text('error_code').$type<ProblemCode>(),
    error: jsonb().$type<ExecutionError>(),
    /** Equal for failures of one kind. */
    errorKey: text('error_key'),
  },
  (table) => [
    primaryKey({ columns: [table.spaceId, table.id] }),
    index('tasks_function').on(table.functionId, table.id),
    index('tasks_waiting')
      .on(table.spaceId, table.functionId, table.runAt)
      .where(sql`${table.state} in ('queued', 'retrying')`),
    index('tasks_retrying')
      .on(table.spaceId, table.functionId)
      .where(sql`${table.state} = 'retrying'`),
    index('tasks_running')
      .on(table.functionId)
      .where(sql`${table.state} = 'running'`),
    index('tasks_dead')
      .on(table.functionId, table.errorKey, table.id)
      .where(sql`${table.state} = 'dead'`),
    index('tasks_dead_letters')
      .on(table.spaceId, table.id)
      .where(sql`${table.state} = 'dead'`),
    index('tasks_redrive')
      .on(table.redriveId, table.state)
      .where(sql`${table.redriveId} is not null`),
    index('tasks_ended')
      .on(table.endedAt)
      .where(sql`${table.endedAt} is not null`),
    index('tasks_event')
      .on(table.eventHash)
      .where(sql`${table.eventHash} is not null`),
    uniqueIndex('tasks_idempotency')
      .on(table.functionId, table.idempotencyActor, table.idempotencyKey)
      .where(sql`${table.idempotencyKey} is not null`),
  ],
)

/** Servers that run tasks. One that does not renew its lease in time loses what it runs. */
export const taskWorkers = pgTable('task_workers', {
  id: uuid().primaryKey(),
  leaseUntil: time('lease_until').notNull(),
})

/** Results of tasks on their way to destinations: written with the end of the task, in one transaction. */
export const taskDeliveries = pgTable(
  'task_deliveries',
  {
    id: uuid().primaryKey(),
    spaceId: uuid('space_id').notNull(),
    functionId: uuid('function_id').notNull(),
    taskId: uuid('task_id').notNull(),
    on: text({ enum: ['success', 'failure'] }).notNull(),
    /** As it was when the task ended. */
    destination: jsonb().$type<StoredDestination>().notNull(),
    /** JSON. Null: delivered. */
    body: bytes(),
    /** What a call by it inherits. */
    invocationId: uuid('invocation_id'),
    traceId: text('trace_id').notNull(),
    hops: integer().notNull(),
    lineage: text(),
    state: text({ enum: DELIVERY_STATES }).notNull().default('waiting'),
    attempts: integer().notNull().default(0),
    /** When the next attempt is due. While one is made: when it counts as lost. */
    runAt: time('run_at').notNull().defaultNow(),
    reason: text(),
    createdAt: time('created_at').notNull().defaultNow(),
    endedAt: time('ended_at'),
  },
  (table) => [
    index('task_deliveries_task').on(table.spaceId, table.taskId),
    index('task_deliveries_waiting')
      .on(table.spaceId, table.functionId, table.runAt)
      .where(sql`${table.state} = 'waiting'`),
    index('task_deliveries_function').on(table.functionId),
    index('task_deliveries_created').on(table.createdAt),
  ],
)
