import type { ObjectChange } from './object-change.ts'

interface Occasion {
  bucket: string
  space: string
  trigger: string
  /** Who changed the object. */
  by: string
  at: Date
  /** The id of the request. */
  id: string
  /** Grows with each change of the object, compared as text. */
  sequencer: string
}

/**
 * The event of AWS S3, version 2.1, so that handlers written for it run unchanged:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function s3Event(change: ObjectChange, { bucket, space, trigger, by, at, id, sequencer }: Occasion) {
  const key = encoded(change.key)
  const object =
    change.type === 'created' ? { key, size: change.bytes, eTag: change.etag, sequencer } : { key, sequencer }
  return {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: 'alcove',
        eventTime: at.toISOString(),
        eventName: nameOf(change),
        userIdentity: { principalId: by },
        requestParameters: { sourceIPAddress: '127.0.0.1' },
        responseElements: { 'x-amz-request-id': id, 'x-amz-id-2': id },
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: trigger,
          bucket: { name: bucket, ownerIdentity: { principalId: space }, arn: `arn:aws:s3:::${bucket}` },
          object,
        },
      },
    ],
  }
}

function nameOf({ type, how }: ObjectChange): string {
  if (how === 'Expiration') return 'LifecycleExpiration:Delete'
  return `${type === 'created' ? 'ObjectCreated' : 'ObjectRemoved'}:${how}`
}

/** As HTML forms are encoded, with "/" as it is. */
function encoded(key: string): string {
  return new URLSearchParams({ key }).toString().slice('key='.length).replaceAll('%2F', '/')
}
