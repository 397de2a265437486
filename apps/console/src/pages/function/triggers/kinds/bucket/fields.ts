import { BucketTriggerConfig, type TriggerOf } from '@alcove/contract'

/** The form as it is typed. */
export interface BucketFields {
  name: string
  qualifier: string
  bucket: string
  created: boolean
  removed: boolean
  prefix: string
  suffix: string
  minBytes: string
  maxBytes: string
}

export function fieldsOf(trigger: TriggerOf<'bucket'> | null, qualifier: string, bucket = ''): BucketFields {
  const config = trigger?.config
  return {
    name: trigger?.name ?? '',
    qualifier: trigger?.qualifier ?? qualifier,
    bucket: config?.bucket ?? bucket,
    created: config?.events.includes('created') ?? true,
    removed: config?.events.includes('removed') ?? false,
    prefix: config?.prefix ?? '',
    suffix: config?.suffix ?? '',
    minBytes: config?.minBytes?.toString() ?? '',
    maxBytes: config?.maxBytes?.toString() ?? '',
  }
}

type Read =
  | { config: BucketTriggerConfig; errors: Record<string, never> }
  | { config: null; errors: Record<string, string> }

export function readFields(fields: BucketFields): Read {
  const { bucket, prefix, suffix, minBytes, maxBytes } = fields
  const parsed = BucketTriggerConfig.safeParse({
    bucket,
    events: (['created', 'removed'] as const).filter((event) => fields[event]),
    prefix,
    suffix,
    ...(minBytes.trim() !== '' && { minBytes: Number(minBytes) }),
    ...(maxBytes.trim() !== '' && { maxBytes: Number(maxBytes) }),
  })
  if (parsed.success) return { config: parsed.data, errors: {} }
  const errors: Record<string, string> = {}
  for (const { path, message } of parsed.error.issues) errors[String(path[0] ?? '')] ??= message
  return { config: null, errors }
}
