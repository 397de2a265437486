import { z } from 'zod'
import { ExecutionError } from './errors.ts'
import { Digest, DraftOrVersion, Moment, Name, Qualifier, Timestamp, Uuid, VersionNumber } from './names.ts'
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

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const
export const LogLevel = z.enum(LOG_LEVELS)
export type LogLevel = z.infer<typeof LogLevel>

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
  logsTruncated: z.boolean(),
  logs: z.array(LogLine).meta({ description: 'The first 500 lines' }),
  repeated: z
    .object({ lastAt: Timestamp, latest: z.array(RepeatedCall).meta({ description: 'Newest first, at most 5' }) })
    .nullable()
    .meta({ description: 'Of a record that stands for several calls: the others' }),
}).meta({ id: 'InvocationDetail' })
export type InvocationDetail = z.infer<typeof InvocationDetail>

/** `version=draft` or a number. Several statuses are separated by commas. */
export const InvocationQuery = PageQuery.extend({
  status: listOf(InvocationStatus).optional(),
  version: DraftOrVersion.optional(),
  qualifier: Qualifier.optional(),
  trigger: TriggerKind.optional(),
  start: StartKind.optional(),
  from: Moment.optional(),
  to: Moment.optional(),
  minDurationMs: z.coerce.number().min(0).optional(),
  q: z.string().max(200).optional().meta({ description: 'Text in the summary, error or path, or an invocation id' }),
})
export type InvocationQuery = z.infer<typeof InvocationQuery>

export const InvocationList = pageOf(Invocation).meta({ id: 'InvocationList' })

export const LogQuery = PageQuery.extend({
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  q: z.string().max(200).optional(),
  level: listOf(LogLevel).optional().meta({ description: 'Levels separated by commas' }),
  invocation: Uuid.optional(),
  version: DraftOrVersion.optional(),
  from: Moment.optional(),
  to: Moment.optional(),
  order: z.enum(['asc', 'desc']).default('desc'),
})
export type LogQuery = z.infer<typeof LogQuery>
export const LogList = pageOf(LogLine).meta({ id: 'LogList' })
export const LogTailQuery = LogQuery.pick({ q: true, level: true, invocation: true, version: true })
