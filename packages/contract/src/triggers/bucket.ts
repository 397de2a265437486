import { z } from 'zod'
import { KeyPrefix } from '../buckets.ts'
import { LIMITS } from '../limits.ts'
import { Name } from '../names.ts'
import { triggerKind } from './kind.ts'

export const OBJECT_CHANGES = ['created', 'removed'] as const
const Bytes = z.number().int().min(0).max(LIMITS.objectBytes)

export const BucketTriggerConfig = z
  .strictObject({
    bucket: Name.meta({ description: 'Of the same space' }),
    events: z
      .array(z.enum(OBJECT_CHANGES))
      .min(1, 'Choose at least one')
      .max(OBJECT_CHANGES.length)
      .refine((events) => new Set(events).size === events.length, 'Name each once')
      .meta({ description: 'created: an object was written, also over another one; removed: deleted, or expired' }),
    prefix: KeyPrefix.default('').meta({ description: 'Keys begin with this' }),
    suffix: KeyPrefix.default('').meta({ description: 'Keys end with this', examples: ['.jpg'] }),
    minBytes: Bytes.optional(),
    maxBytes: Bytes.optional(),
  })
  .refine(({ minBytes = 0, maxBytes = Infinity }) => minBytes <= maxBytes, {
    path: ['maxBytes'],
    message: 'Must be at least minBytes',
  })
export type BucketTriggerConfig = z.infer<typeof BucketTriggerConfig>

/** Whether a trigger listens for this change of an object in its bucket. */
export function listensFor(
  { events, prefix, suffix, minBytes = 0, maxBytes = Infinity }: BucketTriggerConfig,
  { type, key, bytes }: { type: (typeof OBJECT_CHANGES)[number]; key: string; bytes: number },
): boolean {
  return (
    events.includes(type) &&
    key.startsWith(prefix) &&
    key.endsWith(suffix) &&
    key.length >= Math.max(prefix.length, suffix.length) &&
    bytes >= minBytes &&
    bytes <= maxBytes
  )
}

export const bucketTrigger = triggerKind({
  type: 'bucket',
  summary: 'Objects that are written to a bucket, or removed from it',
  config: BucketTriggerConfig,
  shown: {},
  preview: {
    matched: z.array(z.object({ key: z.string(), bytes: z.number().int(), updatedAt: z.iso.datetime() })).meta({
      description: 'The newest five of the first thousand objects under the prefix for which it would have fired',
    }),
    loop: z.boolean().meta({
      description:
        'The function itself writes objects that the trigger listens for: it would call itself, until stopped',
    }),
  },
})
