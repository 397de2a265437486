import { PutSink, SINK_DATASETS, SINK_SECRETS, type Sink, type SinkDataset, type SinkType } from '@alcove/contract'

/** The fields of each destination, in order; `secret` is its credential. */
export const FIELDS = {
  bucket: ['bucket', 'prefix'],
  s3: ['endpoint', 'region', 'bucket', 'prefix', 'accessKeyId', 'secret'],
  mysql: ['host', 'port', 'user', 'secret', 'database', 'tablePrefix', 'tls'],
  postgres: ['host', 'port', 'user', 'secret', 'database', 'tablePrefix', 'tls'],
  http: ['url', 'secret'],
  otlp: ['url', 'secret'],
} as const satisfies Record<SinkType, readonly string[]>

export type SinkField = (typeof FIELDS)[SinkType][number]

/** What the form holds. What was typed for one destination stays while another is chosen. */
export interface SinkDraft {
  name: string
  type: SinkType
  datasets: SinkDataset[]
  fields: Partial<Record<SinkField, string>>
  paused: boolean
  /** The moment from which a new sink delivers. Empty: from now on. */
  startAt: string
}

export function draftOf(sink: Sink | null): SinkDraft {
  const config = Object.entries(sink?.config ?? {}).map(([key, value]) => [key, String(value)])
  return {
    name: sink?.name ?? '',
    type: sink?.type ?? 'bucket',
    datasets: sink?.datasets ?? ['logs'],
    fields: Object.fromEntries(config),
    paused: sink?.state === 'paused',
    startAt: '',
  }
}

/** What is in a field before anything is typed. */
const PRESET: Partial<Record<SinkField, string>> = { region: 'us-east-1', tablePrefix: 'alcove_', tls: 'verify' }

export function valueOf({ type, fields }: SinkDraft, field: SinkField): string {
  return fields[field] ?? (field === 'port' ? (type === 'mysql' ? '3306' : '5432') : (PRESET[field] ?? ''))
}

/** Which records a destination takes: OTLP has no message for invocations. */
export const datasetsFor = (type: SinkType): readonly SinkDataset[] =>
  type === 'otlp' ? SINK_DATASETS.filter((dataset) => dataset !== 'invocations') : SINK_DATASETS

/** The settings as the API takes them. */
export function settingsOf(draft: SinkDraft) {
  const { type, paused, startAt } = draft
  const config: Record<string, unknown> = {}
  for (const field of FIELDS[type]) {
    const text = valueOf(draft, field)
    if (field === 'secret') {
      if (text !== '') config[SINK_SECRETS[type]!] = text
    } else if (field === 'port') config[field] = Number(text)
    else if (field !== 'endpoint' || text.trim() !== '') config[field] = text.trim()
  }
  const takes = datasetsFor(type)
  return {
    type,
    paused,
    config,
    datasets: draft.datasets.filter((dataset) => takes.includes(dataset)),
    startAt: startAt === '' ? null : startAt,
  }
}

/** The rules of the API. A new sink also needs its credential, unless that is a token. */
export const sinkSchema = (hasSecret: boolean) =>
  PutSink.superRefine(({ type, config }, ctx) => {
    const secret = SINK_SECRETS[type]
    if (secret === null || secret === 'token' || hasSecret || secret in config) return
    ctx.addIssue({ code: 'custom', path: ['config', secret], message: 'Is missing' })
  })
