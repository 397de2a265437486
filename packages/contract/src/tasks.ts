import { z } from 'zod'
import { Delivery, Destination, PutDestination } from './destinations.ts'
import { ExecutionError } from './errors.ts'
import { Etag, Moment, Name, Qualifier, Timestamp, Uuid } from './names.ts'
import { listOf, PageQuery, pageOf } from './pagination.ts'
import { INVOCATION_STATUSES } from './statuses.ts'
import { TriggerKind } from './triggers/cause.ts'

export const TASK_STATES = [
  'queued',
  'running',
  'retrying',
  'succeeded',
  'failed',
  'dead',
  'cancelled',
  'expired',
] as const
/**
 * `retrying`: an attempt failed, the next one waits. `dead`: failed for good and kept as a dead letter. `failed`: the
 * same where the function keeps no dead letters. `expired`: nothing ran it before its maximum age.
 */
export const TaskState = z.enum(TASK_STATES)
export type TaskState = z.infer<typeof TaskState>

/** States in which a task waits for an attempt. */
export const WAITING_STATES = ['queued', 'retrying'] as const satisfies readonly TaskState[]
/** States that only a redrive leaves. */
export const ENDED_STATES = [
  'succeeded',
  'failed',
  'dead',
  'cancelled',
  'expired',
] as const satisfies readonly TaskState[]

export const TASK_LIMITS = {
  retries: 10,
  /** Seconds. */
  maxAge: { min: 60, max: 14 * 86_400, default: 6 * 3600 },
  delay: 14 * 86_400,
  firstRetry: { min: 1, max: 3600, default: 1 },
  concurrency: { max: 1000, default: 10 },
  /** Larger events are blobs, smaller ones part of the row. */
  inlineEventBytes: 64 * 1024,
  /** Larger values of a function are not sent to destinations. */
  outputBytes: 256 * 1024,
  idempotencyKeyLength: 200,
} as const

/** How asynchronous calls are run. */
export const TaskPolicy = z
  .strictObject({
    retries: z.number().int().min(0).max(TASK_LIMITS.retries).meta({ description: 'Attempts after the first one' }),
    firstRetrySeconds: z
      .number()
      .int()
      .min(TASK_LIMITS.firstRetry.min)
      .max(TASK_LIMITS.firstRetry.max)
      .meta({ description: 'Wait before the first retry; each later one waits three times as long, up to an hour' }),
    maxAgeSeconds: z.number().int().min(TASK_LIMITS.maxAge.min).max(TASK_LIMITS.maxAge.max).meta({
      description:
        'A task that no attempt ended within this time of being due expires; time held by a quota does not count',
    }),
    maxConcurrency: z
      .number()
      .int()
      .min(1)
      .max(TASK_LIMITS.concurrency.max)
      .meta({ description: 'Tasks of the function that run at a time, on all servers together' }),
    deadLetters: z.boolean().meta({ description: 'Keep tasks that failed for good, to be inspected and redriven' }),
  })
  .meta({ id: 'TaskPolicy' })
export type TaskPolicy = z.infer<typeof TaskPolicy>

/** How asynchronous calls of a function are run, and where their results go. It belongs to the function, not to a version. */
export const TaskSettings = TaskPolicy.extend({
  onSuccess: Destination.nullable(),
  onFailure: Destination.nullable().meta({ description: 'For tasks that are dead, failed or expired' }),
  etag: Etag,
}).meta({ id: 'TaskSettings' })
export type TaskSettings = z.infer<typeof TaskSettings>
export const PutTaskSettings = TaskPolicy.partial()
  .extend({ onSuccess: PutDestination.nullable().default(null), onFailure: PutDestination.nullable().default(null) })
  .meta({ id: 'PutTaskSettings', description: 'What is left out gets its default' })
export type PutTaskSettings = z.infer<typeof PutTaskSettings>
export const SavedTaskSettings = TaskSettings.extend({
  secrets: z
    .object({ onSuccess: z.string().optional(), onFailure: z.string().optional() })
    .meta({ description: 'New secrets that webhooks are signed with. They are not shown again' }),
}).meta({ id: 'SavedTaskSettings' })
export type SavedTaskSettings = z.infer<typeof SavedTaskSettings>

export const DEFAULT_TASK_POLICY: TaskPolicy = {
  retries: 2,
  firstRetrySeconds: TASK_LIMITS.firstRetry.default,
  maxAgeSeconds: TASK_LIMITS.maxAge.default,
  maxConcurrency: TASK_LIMITS.concurrency.default,
  deadLetters: true,
}

export const Task = z
  .object({
    id: Uuid,
    space: Name,
    function: Name,
    qualifier: Qualifier,
    state: TaskState,
    trigger: TriggerKind,
    triggerName: z.string().nullable(),
    caller: z.string().nullable(),
    acceptedAt: Timestamp,
    runAt: Timestamp.meta({ description: 'When the next attempt is due, or the last one was' }),
    expiresAt: Timestamp,
    endedAt: Timestamp.nullable(),
    attemptCount: z.number().int().meta({ description: 'Attempts used since it was accepted or redriven' }),
    eventBytes: z.number().int(),
    errorCode: z.string().nullable(),
    errorKey: z.string().nullable().meta({ description: 'Equal for failures of one kind' }),
    error: ExecutionError.nullable().meta({ description: 'How the last attempt failed' }),
  })
  .meta({ id: 'Task' })
export type Task = z.infer<typeof Task>
export const TaskList = pageOf(Task).meta({ id: 'TaskList' })

/** The tasks of a function that wait, run or are dead. */
export const TaskQueue = z
  .object({
    space: Name,
    function: Name,
    queued: z.number().int(),
    retrying: z.number().int(),
    running: z.number().int(),
    maxConcurrency: z.number().int(),
    dead: z.number().int(),
    oldestDueAt: Timestamp.nullable().meta({ description: 'Since when the one that waits longest is due' }),
    nextDueAt: Timestamp.nullable().meta({ description: 'When the next one that is not due yet will be' }),
    oldestDeadAt: Timestamp.nullable(),
    depths: z
      .array(z.number().int())
      .meta({ description: 'How many were due and waited, in each of the last 60 minutes, oldest first' }),
  })
  .meta({ id: 'TaskQueue' })
export type TaskQueue = z.infer<typeof TaskQueue>
export const TaskQueues = pageOf(TaskQueue).meta({ id: 'TaskQueues' })
export type TaskQueues = z.infer<typeof TaskQueues>

/** Dead letters of one function with the same error. */
export const DeadLetterGroup = z
  .object({
    space: Name,
    function: Name,
    errorKey: z.string(),
    error: ExecutionError.meta({ description: 'Of the newest one' }),
    count: z.number().int(),
    firstAt: Timestamp,
    lastAt: Timestamp,
  })
  .meta({ id: 'DeadLetterGroup' })
export type DeadLetterGroup = z.infer<typeof DeadLetterGroup>
export const DeadLetters = pageOf(DeadLetterGroup).meta({ id: 'DeadLetters' })
export type DeadLetters = z.infer<typeof DeadLetters>

export const TaskAttempt = z.object({
  number: z.number().int(),
  invocationId: Uuid,
  startedAt: Timestamp,
  status: z
    .enum([...INVOCATION_STATUSES, 'running', 'lost'])
    .meta({ description: 'lost: the server that ran it ended before it could record it' }),
  durationMs: z.number().nullable(),
  message: z.string().nullable(),
})
export type TaskAttempt = z.infer<typeof TaskAttempt>

export const TaskDetail = Task.extend({
  attempts: z.array(TaskAttempt).meta({ description: 'Oldest first, those before a redrive included' }),
  maxAttempts: z.number().int(),
  event: z.string().nullable().meta({ description: 'JSON text; null when it is over 64 KiB' }),
  parentId: Uuid.nullable(),
  traceId: z.string(),
  idempotencyKey: z.string().nullable(),
  deliveries: z.array(Delivery).meta({ description: 'Its results on their way to destinations, newest first' }),
}).meta({ id: 'TaskDetail' })
export type TaskDetail = z.infer<typeof TaskDetail>

/** The answer to an asynchronous call. */
export const AcceptedTask = z.object({ id: Uuid, state: TaskState }).meta({ id: 'AcceptedTask' })

export const TaskQuery = PageQuery.extend({
  state: listOf(TaskState).optional(),
  function: Name.optional(),
  error: z.string().max(300).optional(),
  from: Moment.optional(),
  to: Moment.optional(),
  q: z
    .string()
    .max(300)
    .optional()
    .meta({ description: "The end of an id, an idempotency key, or part of a function's name" }),
})
export type TaskQuery = z.infer<typeof TaskQuery>

const someStates = <States extends readonly [TaskState, ...TaskState[]]>(states: States) => {
  const one = z.enum(states)
  return z.union([one.transform((state) => [state]), z.array(one).min(1)])
}

/** States in which nothing runs a task. */
const RESTING_STATES = [...WAITING_STATES, ...ENDED_STATES] as const
const UNENDED_STATES = [...WAITING_STATES, 'running'] as const

const filterOf = <States extends readonly [TaskState, ...TaskState[]]>(
  states: States,
  byDefault: readonly States[number][],
) =>
  z
    .strictObject({
      state: someStates(states)
        .default([...byDefault])
        .meta({ description: `One or several; left out: ${byDefault.join(' and ')}` }),
      function: Name.optional(),
      error: z.string().max(300).optional().meta({ description: 'An errorKey' }),
      from: Moment.optional().meta({ description: 'Accepted at this time or later' }),
      to: Moment.optional().meta({ description: 'Accepted before' }),
    })
    .prefault({})

export const RedriveTasks = z
  .strictObject({
    filter: filterOf(ENDED_STATES, ['dead']),
    qualifier: Qualifier.optional().meta({ description: 'Left out: each as before. Needs filter.function' }),
    perMinute: z.number().int().min(1).max(60_000).optional().meta({ description: 'Left out: as fast as it goes' }),
  })
  .refine(({ filter, qualifier }) => qualifier === undefined || filter.function !== undefined, {
    path: ['filter', 'function'],
    message: 'Name the function whose version or alias this is',
  })
  .meta({ id: 'RedriveTasks' })
export const PurgeTasks = z.strictObject({ filter: filterOf(RESTING_STATES, ['dead']) }).meta({ id: 'PurgeTasks' })
export const CancelTasks = z
  .strictObject({ filter: filterOf(UNENDED_STATES, WAITING_STATES) })
  .meta({ id: 'CancelTasks' })
/** The tasks that a bulk action applies to. */
export interface TaskFilter {
  state: readonly TaskState[]
  function?: string | undefined
  error?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

export const RedriveTask = z
  .strictObject({
    qualifier: Qualifier.optional().meta({ description: 'Left out: as before' }),
    event: z.unknown().optional().meta({
      description: 'Left out: as before. An edited event makes a new task; this one stays as it is',
    }),
  })
  .meta({ id: 'RedriveTask' })
export type RedriveTask = z.infer<typeof RedriveTask>
