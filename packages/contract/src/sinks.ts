import { z } from 'zod'
import { Etag, Moment, Name, Timestamp } from './names.ts'
import { pageOf } from './pagination.ts'
import { WebhookUrl } from './webhooks.ts'

export const SINK_LIMITS = {
  /** Per space. */
  sinks: 20,
  /** Attempts in a row after which a sink pauses by itself. */
  attempts: 12,
} as const

export const SINK_DATASETS = ['logs', 'metrics', 'invocations', 'traces'] as const
export const SinkDataset = z.enum(SINK_DATASETS)
export type SinkDataset = z.infer<typeof SinkDataset>

export const SINK_TYPES = ['bucket', 's3', 'mysql', 'postgres', 'http', 'otlp'] as const
export type SinkType = (typeof SINK_TYPES)[number]

const prefix = z
  .string()
  .max(200)
  // oxlint-disable-next-line no-control-regex -- keys of objects hold none
  .regex(/^(?!\/)[^\u0000-\u001f]*$/, 'Must not begin with "/" or hold control characters')
  .refine((text) => !text.split('/').some((part) => part === '.' || part === '..'), 'Must not hold "." or ".."')
  .default('')

/** A credential: sealed, and never shown again. Left out of a change: the one there is stays. */
const secret = z.string().min(1).max(4096).optional().meta({ description: 'Sealed; left out: unchanged' })

const host = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9.-]+$/, 'Must be a host name or an address')

const database = (port: number) =>
  z.strictObject({
    host,
    port: z.number().int().min(1).max(65_535).default(port),
    user: z.string().min(1).max(128),
    password: secret,
    database: z.string().min(1).max(128),
    tablePrefix: z
      .string()
      .regex(/^[a-z_][a-z0-9_]{0,39}$/, 'Must begin with a-z or "_" and hold only a-z, 0-9 and "_"')
      .default('alcove_')
      .meta({ description: 'Tables are this and the name of a dataset; they are created when they are not there' }),
    tls: z.enum(['off', 'required', 'verify']).default('verify').meta({
      description: 'required: encrypted, whoever answers; verify: with a certificate for the host',
    }),
  })

const request = {
  url: WebhookUrl,
  token: secret.meta({ description: 'Sent as `Authorization: Bearer …`; left out: unchanged' }),
}

const datasets = z.array(SinkDataset).min(1).max(SINK_DATASETS.length)
const otlpDatasets = z.array(z.enum(['logs', 'metrics', 'traces'])).min(1)

const types = {
  bucket: z.strictObject({ bucket: Name.meta({ description: 'Of the same space' }), prefix }),
  s3: z.strictObject({
    endpoint: WebhookUrl.optional().meta({ description: 'Left out: AWS' }),
    region: z
      .string()
      .regex(/^[a-z0-9-]{1,50}$/, 'Must hold only a-z, 0-9 and "-"')
      .default('us-east-1'),
    bucket: z.string().min(3).max(63),
    prefix,
    accessKeyId: z.string().min(1).max(200),
    secretAccessKey: secret,
  }),
  mysql: database(3306),
  postgres: database(5432),
  http: z.strictObject(request),
  otlp: z.strictObject(request),
} as const

const startAt = Moment.nullable().default(null).meta({
  description: 'Of a new sink: from when on to deliver what is recorded; null: from now on',
})
const paused = z.boolean().default(false)

const put = <T extends SinkType>(type: T) =>
  z.strictObject({
    type: z.literal(type),
    datasets: type === 'otlp' ? (otlpDatasets as never as typeof datasets) : datasets,
    config: types[type],
    paused,
    startAt,
  })

export const PutSink = z
  .discriminatedUnion('type', [put('bucket'), put('s3'), put('mysql'), put('postgres'), put('http'), put('otlp')])
  .meta({ id: 'PutSink' })
export type PutSink = z.infer<typeof PutSink>

/** Which field of a configuration is the credential. */
export const SINK_SECRETS = {
  bucket: null,
  s3: 'secretAccessKey',
  mysql: 'password',
  postgres: 'password',
  http: 'token',
  otlp: 'token',
} as const satisfies Record<SinkType, string | null>

/**
 * `delivering`: nothing waits for long. `behind`: what waits is older than five minutes. `retrying`: the last attempt
 * failed. `stopped`: paused after too many failures. `paused`: by someone.
 */
export const SINK_STATES = ['delivering', 'behind', 'retrying', 'stopped', 'paused'] as const
export type SinkState = (typeof SINK_STATES)[number]

export const Sink = z
  .object({
    name: Name,
    type: z.enum(SINK_TYPES),
    datasets,
    config: z.record(z.string(), z.unknown()).meta({ description: 'Without its credential' }),
    hasSecret: z.boolean(),
    state: z.enum(SINK_STATES),
    lagSeconds: z.number().meta({ description: 'Age of the oldest record that is not delivered; 0: none waits' }),
    cursors: z.array(
      z.object({
        dataset: SinkDataset,
        lagSeconds: z.number(),
        waiting: z.number().int().meta({ description: 'Records that wait, counted up to 100,000' }),
        deliveredTo: Timestamp.meta({ description: 'Up to when everything is delivered' }),
        delivered: z.number().int().meta({ description: 'Records, since it was created' }),
      }),
    ),
    keptUntil: Timestamp.nullable().meta({ description: 'When the oldest record that waits is no longer kept' }),
    expiring: z.boolean().meta({
      description: 'In less than 24 hours, or half of the time that the space keeps it, where that is shorter',
    }),
    lastDeliveredAt: Timestamp.nullable(),
    attempts: z.number().int().meta({ description: 'That failed in a row' }),
    lastError: z.string().nullable().meta({ description: 'Until something is delivered again' }),
    lastErrorAt: Timestamp.nullable(),
    nextAttemptAt: Timestamp.nullable(),
    etag: Etag,
    changedBy: z.string(),
    changedAt: Timestamp,
  })
  .meta({ id: 'Sink' })
export type Sink = z.infer<typeof Sink>
export const SinkList = pageOf(Sink).meta({ id: 'SinkList' })

export const SinkTest = z
  .object({
    ok: z.boolean(),
    steps: z.array(
      z.object({
        step: z.enum(['resolve', 'signIn', 'write']),
        ok: z.boolean().nullable().meta({ description: 'null: not tried' }),
        detail: z.string(),
        ms: z.number().nullable(),
      }),
    ),
  })
  .meta({ id: 'SinkTest' })
export type SinkTest = z.infer<typeof SinkTest>

/** Tests a sink that is not saved yet. */
export const TestSink = z
  .strictObject({
    sink: PutSink,
    name: Name.optional().meta({ description: 'Of the saved sink whose credential to use' }),
  })
  .meta({ id: 'TestSink' })
export type TestSink = z.infer<typeof TestSink>

export const ReplaySink = z
  .strictObject({ from: Moment, to: Moment })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'Must be after from' })
  .meta({ id: 'ReplaySink' })
export type ReplaySink = z.infer<typeof ReplaySink>
