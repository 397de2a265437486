import type { BucketTriggerConfig } from '@alcove/contract'

/** An object that was written or removed. */
export interface ObjectChange {
  type: 'created' | 'removed'
  /** As AWS names it, without `ObjectCreated:` and the like. */
  how: 'Put' | 'Copy' | 'CompleteMultipartUpload' | 'Delete' | 'Expiration'
  key: string
  /** Of the object, which may be gone now. */
  bytes: number
  etag: string
}

/** Whether a trigger listens for this change in its bucket. */
export function listensFor(config: BucketTriggerConfig, { type, key, bytes }: ObjectChange): boolean {
  const { events, prefix, suffix, minBytes = 0, maxBytes = Infinity } = config
  return (
    events.includes(type) &&
    key.startsWith(prefix) &&
    key.endsWith(suffix) &&
    key.length >= Math.max(prefix.length, suffix.length) &&
    bytes >= minBytes &&
    bytes <= maxBytes
  )
}
