import { z } from 'zod'
import { LogLevel } from './log-levels.ts'
import { LOG_QUERY_LIMITS } from './log-query/limits.ts'
import { ExecutionError } from './errors.ts'
import { Digest, DraftOrVersion, Etag, Moment, Name, Qualifier, Timestamp, Uuid, VersionNumber } from './names.ts'
import { Release } from './metrics.ts'
import { listOf, PageQuery, pageOf } from './pagination.ts'
import { InvocationStatus } from './statuses.ts'
import { TriggerKind } from './triggers/cause.ts'

/** `warm`: an instance was ready. `prewarmed`: a generic sandbox took the code. `cold`: started for this call. */
export const StartKind = z.enum(['warm', 'prewarmed', 'cold'])
export type StartKind = z.infer<typeof StartKind>

/** Milliseconds per phase. A phase that did not happen is absent. */
export const Phases = z.object({
  /** The code was still being built. */
  build: z.number().optional(),
  queue: z.number().optional(),
  /** Time to fetch, unpack and bundle code, layers and build output. Absent when they were cached. */
  fetch: z.number().optional(),
  unpack: z.number().optional(),
  sandbox: z.number().optional(),
  runtime: z.number().optional(),
  init: z.number().optional(),
  handler: z.number().optional(),
  response: z.number().optional(),
})
export type Phases = z.infer<typeof Phases>

export const LogLine = z
  .object({
    id: z.string().meta({ description: 'Increases with time; use it to resume a tail' }),
    time: Timestamp,
    level: LogLevel,
    message: z.string(),
    truncatedBytes: z.number().int().meta({ description: 'Bytes cut from this line; 0 if whole' }),
    invocationId: Uuid,
    function: Name,
    version: VersionNumber.nullable(),
  })
  .meta({ id: 'LogLine' })
export type LogLine = z.infer<typeof LogLine>

export const Invocation = z
  .object({
    id: Uuid,
    space: Name,
    function: Name,
    status: InvocationStatus,
    qualifier: Qualifier,
    version: VersionNumber.nullable().meta({ description: 'null: the draft' }),
    revision: Digest.nullable(),
    trigger: TriggerKind,
    triggerName: z.string().nullable(),
    startedAt: Timestamp,
    durationMs: z.number().meta({ description: 'From admission to the last byte of the response' }),
    startMs: z.number().meta({ description: 'Of the duration, the time before the handler ran; 0 if it never did' }),
    billedMs: z.number(),
    start: StartKind.nullable().meta({ description: 'null: no instance was reached' }),
    peakMemoryMb: z.number().nullable(),
    memoryMb: z.number().int(),
    summary: z.string().meta({ description: 'One line of the output or of the error' }),
    httpMethod: z.string().nullable(),
    httpPath: z.string().nullable(),
    httpStatus: z.number().int().nullable(),
    logLines: z.number().int(),
    traceId: z.string(),
    repeats: z.number().int().min(1).meta({
      description: 'Refusals of one kind within a minute are one record: so many calls it stands for. Else 1',
    }),
  })
  .meta({ id: 'Invocation' })
export type Invocation = z.infer<typeof Invocation>

/** A recorded payload: the text (usually JSON), cut at a cap and marked if cut. */
export const RecordedPayload = z.object({
  text: z.string(),
  encoding: z.enum(['utf8', 'base64']),
  bytes: z.number().int().meta({ description: 'Size of the whole payload' }),
  truncated: z.boolean(),
})
export type RecordedPayload = z.infer<typeof RecordedPayload>

/** A call counted in the record of an earlier refusal. */
export const RepeatedCall = z.object({
  at: Timestamp,
  caller: z.string().nullable(),
  message: z.string(),
  httpMethod: z.string().nullable(),
  httpPath: z.string().nullable().meta({ description: 'The first 200 characters' }),
})
export type RepeatedCall = z.infer<typeof RepeatedCall>

export const InvocationDetail = Invocation.extend({
  input: RecordedPayload.nullable(),
  output: RecordedPayload.nullable(),
  error: ExecutionError.nullable(),
  phases: Phases,
  instanceId: z.string().nullable(),
  caller: z.string().nullable().meta({ description: 'Account, key or address that made the call' }),
  parentId: Uuid.nullable().meta({ description: 'The invocation of the function that made the call' }),
  taskId: Uuid.nullable().meta({ description: 'The asynchronous call that it is an attempt at' }),
  requestId: z.string().nullable().meta({
    description: 'The X-Request-Id of the request to the API that led to the call, also over functions and tasks',
  }),
  release: Release.nullable().meta({ description: 'The move of the alias that was in force; null: it named no alias' }),
  logsTruncated: z.boolean(),
  logs: z.array(LogLine).meta({ description: 'The first 500 lines' }),
  repeated: z
    .object({ lastAt: Timestamp, latest: z.array(RepeatedCall).meta({ description: 'Newest first, at most 5' }) })
    .nullable()
    .meta({ description: 'Of a record that stands for several calls: the others' }),
}).meta({ id: 'InvocationDetail' })
export type InvocationDetail = z.infer<typeof InvocationDetail>

/** A field of the input and its value as text: `order.currency=USD`; `order.coupon=*` where it is there at all. */
const InputCondition = z
  .string()
  .max(400)
  .regex(/^[^=\s]{1,200}=/, 'Must be path=value')

/** `version=draft` or a number. Several statuses are separated by commas. */
export const InvocationFilter = z.strictObject({
  function: Name.optional(),
  status: listOf(InvocationStatus).optional(),
  version: DraftOrVersion.optional(),
  qualifier: Qualifier.optional(),
  trigger: TriggerKind.optional(),
  triggerName: z.string().max(100).optional(),
  start: StartKind.optional(),
  from: Moment.optional(),
  to: Moment.optional(),
  minDurationMs: z.coerce.number().min(0).optional(),
  maxDurationMs: z.coerce.number().min(0).optional(),
  minMemoryMb: z.coerce.number().min(0).optional(),
  instance: Uuid.optional(),
  caller: z.string().max(300).optional().meta({ description: 'Account, key, address or "function name"' }),
  trace: z.string().max(32).optional(),
  issue: Uuid.optional().meta({ description: 'Failures that the issue groups' }),
  input: z
    .string()
    .max(2000)
    .transform((text) => text.split('\n'))
    .pipe(z.array(InputCondition).max(10))
    .optional()
    .meta({ description: 'Fields of the input, as path=value; several are separated by line breaks' }),
  roots: z.enum(['true']).optional().meta({ description: 'Only calls that no function made' }),
  q: z
    .string()
    .max(200)
    .optional()
    .meta({ description: 'Text in the input, the output, the error or the path; or an invocation id' }),
})
export type InvocationFilter = z.infer<typeof InvocationFilter>

export const InvocationQuery = PageQuery.extend(InvocationFilter.shape)
export type InvocationQuery = z.infer<typeof InvocationQuery>

export const InvocationList = pageOf(Invocation).meta({ id: 'InvocationList' })

/** See docs/logs.md. */
const LogQueryText = z
  .string()
  .max(LOG_QUERY_LIMITS.characters)
  .meta({ description: 'Words, "phrases", *parts*, level:error, field:value, field>n, -not, or, (groups)' })

export const LogQuery = PageQuery.extend({
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  q: LogQueryText.optional(),
  level: listOf(LogLevel).optional().meta({ description: 'Levels separated by commas' }),
  invocation: Uuid.optional(),
  version: DraftOrVersion.optional(),
  from: Moment.optional(),
  to: Moment.optional(),
  order: z.enum(['asc', 'desc']).default('desc'),
})
export type LogQuery = z.infer<typeof LogQuery>
export const LogList = pageOf(LogLine)
  .extend({
    searchedTo: Timestamp.nullable().meta({
      description: 'When a search stopped early: how far it came. nextCursor continues it, also where items is empty',
    }),
  })
  .meta({ id: 'LogList' })
export type LogList = z.infer<typeof LogList>

/** Which lines of a space: those that match `q`, of one function or of all. */
const OfSpace = z.strictObject({ q: LogQueryText.optional(), function: Name.optional() })

export const SpaceLogQuery = LogQuery.omit({ version: true, invocation: true, level: true }).extend(OfSpace.shape)
export type SpaceLogQuery = z.infer<typeof SpaceLogQuery>
export const SpaceLogTailQuery = OfSpace
export type SpaceLogTailQuery = z.infer<typeof SpaceLogTailQuery>

export const LogCountQuery = OfSpace.extend({
  from: Moment,
  to: Moment,
  steps: z.coerce.number().int().min(1).max(200).default(60),
})
export type LogCountQuery = z.infer<typeof LogCountQuery>

/** How many lines match, over time. */
export const LogCounts = z
  .object({
    stepMs: z.number().int(),
    steps: z.array(z.object({ at: Timestamp, levels: z.record(LogLevel, z.number().int()) })),
    functions: z.record(z.string(), z.number().int()),
    total: z.number().int(),
    since: Timestamp.meta({
      description: 'Lines from then on are counted; later than `from` when there were too many',
    }),
  })
  .meta({ id: 'LogCounts' })
export type LogCounts = z.infer<typeof LogCounts>

export const LogContextQuery = z.strictObject({
  line: Uuid,
  invocation: Uuid.meta({ description: 'The invocation that wrote the line' }),
  by: z.enum(['trace', 'instance', 'invocation']).default('trace'),
  before: z.coerce.number().int().min(0).max(200).default(3),
  after: z.coerce.number().int().min(0).max(200).default(3),
})
export type LogContextQuery = z.infer<typeof LogContextQuery>

/** The lines around one line, the oldest first. */
export const LogContext = z
  .object({
    lines: z.array(LogLine),
    more: z.object({ before: z.boolean(), after: z.boolean() }),
    invocation: z.object({ id: Uuid, traceId: z.string(), instanceId: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'LogContext' })
export type LogContext = z.infer<typeof LogContext>

/** What a tail says each second about what came and what it left out. */
export const LogTailRate = z.object({ arrived: z.number().int(), shown: z.number().int() })
export type LogTailRate = z.infer<typeof LogTailRate>

export const LogExportQuery = OfSpace.extend({
  from: Moment.optional(),
  to: Moment.optional(),
  order: z.enum(['asc', 'desc']).default('desc'),
  format: z.enum(['ndjson', 'csv']).default('ndjson'),
  columns: listOf(z.string().min(1).max(200)).optional().meta({ description: 'Fields that become columns of the CSV' }),
})
export type LogExportQuery = z.infer<typeof LogExportQuery>

/** A query that the people of a space share. */
export const SavedLogQuery = z
  .object({
    name: z.string(),
    query: z.string(),
    columns: z.array(z.string()),
    savedBy: z.string(),
    savedAt: Timestamp,
    etag: Etag,
  })
  .meta({ id: 'SavedLogQuery' })
export type SavedLogQuery = z.infer<typeof SavedLogQuery>
export const SavedLogQueryList = z.object({ items: z.array(SavedLogQuery) }).meta({ id: 'SavedLogQueryList' })
export const SavedQueryName = z.string().trim().min(1).max(60)
export const PutLogQuery = z
  .strictObject({ query: LogQueryText, columns: z.array(z.string().min(1).max(200)).max(20).default([]) })
  .meta({ id: 'PutLogQuery' })
export type PutLogQuery = z.infer<typeof PutLogQuery>
export const LogTailQuery = LogQuery.pick({ q: true, level: true, invocation: true, version: true })
