import { LogTriggerConfig, type LogLevel, type TriggerOf } from '@alcove/contract'
import { jsonError } from '../../../payload/jsonError.ts'

/** The form's fields, as typed. */
export interface LogFields {
  name: string
  qualifier: string
  function: string
  pattern: string
  regex: string
  level: LogLevel | ''
  fields: string
  batchSize: string
  batchWindowSeconds: string
}

export function fieldsOf(trigger: TriggerOf<'log'> | null, qualifier: string): LogFields {
  const config = trigger?.config
  return {
    name: trigger?.name ?? '',
    qualifier: trigger?.qualifier ?? qualifier,
    function: config?.function ?? '',
    pattern: config?.pattern ?? '',
    regex: config?.regex ?? '',
    level: config?.level ?? '',
    fields: config?.fields === undefined ? '' : JSON.stringify(config.fields, null, 2),
    batchSize: String(config?.batchSize ?? 100),
    batchWindowSeconds: String(config?.batchWindowSeconds ?? 1),
  }
}

/** A configuration, or what is wrong by field. */
export type ReadLog = { config: LogTriggerConfig; errors: null } | { config: null; errors: Record<string, string> }

export function readFields(fields: LogFields): ReadLog {
  const hasFields = fields.fields.trim() !== ''
  const malformed = hasFields ? jsonError(fields.fields) : null
  if (malformed !== null) return { config: null, errors: { fields: malformed } }
  const result = LogTriggerConfig.safeParse({
    function: fields.function,
    pattern: fields.pattern || undefined,
    regex: fields.regex || undefined,
    level: fields.level || undefined,
    fields: hasFields ? JSON.parse(fields.fields) : undefined,
    batchSize: numberOf(fields.batchSize),
    batchWindowSeconds: numberOf(fields.batchWindowSeconds),
  })
  if (result.success) return { config: result.data, errors: null }
  const errors: Record<string, string> = {}
  for (const { path, message } of result.error.issues) errors[String(path[0])] ??= message
  return { config: null, errors }
}

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text))
