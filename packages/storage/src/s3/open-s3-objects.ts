import { Readable } from 'node:stream'
import { DeleteObjectCommand, GetObjectCommand } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { OBJECT_NAME, ObjectMissing, type ObjectStore } from '../object-store.ts'
import { isMissing, type S3Place } from './connect-s3.ts'
import { listKeys } from './list-keys.ts'

const FOLDER = 'objects/'
/** Size of a part. S3 takes 10,000 parts: enough for 80 GiB. */
const PART_BYTES = 8 * 2 ** 20
/** Parts in flight at a time, while one more is being filled. */
const PARTS_AT_ONCE = 2

/** Objects of an S3 bucket. Larger objects are uploaded in several parts. */
export function openS3Objects(place: S3Place): ObjectStore {
  const { client, bucket, prefix } = place
  const keyOf = (name: string) => {
    if (!OBJECT_NAME.test(name)) throw new ObjectMissing(name)
    return `${prefix}${FOLDER}${name}`
  }

  return {
    kind: 's3',
    bufferBytes: (PARTS_AT_ONCE + 1) * PART_BYTES,

    async put(name, body, signal) {
      let bytes = 0
      async function* counted() {
        for await (const chunk of body) {
          bytes += chunk.length
          yield chunk
        }
      }
      const upload = new Upload({
        client,
        params: { Bucket: bucket, Key: keyOf(name), Body: Readable.from(counted(), { objectMode: false }) },
        partSize: PART_BYTES,
        queueSize: PARTS_AT_ONCE,
      })
      const stop = () => void upload.abort()
      signal?.addEventListener('abort', stop, { once: true })
      try {
        signal?.throwIfAborted()
        // Aborts the upload when the body throws.
        await upload.done()
      } finally {
        signal?.removeEventListener('abort', stop)
      }
      return bytes
    },

    async get(name, range) {
      const Range = range && `bytes=${range.start}-${range.end}`
      const { Body } = await client
        .send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(name), Range }))
        .catch((error: unknown) => {
          throw isMissing(error) ? new ObjectMissing(name) : error
        })
      return Body as Readable
    },

    async delete(name) {
      if (!OBJECT_NAME.test(name)) return
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: keyOf(name) })).catch((error: unknown) => {
        if (!isMissing(error)) throw error
      })
    },

    async *list() {
      for await (const { name, bytes } of listKeys(place, FOLDER)) if (OBJECT_NAME.test(name)) yield { name, bytes }
    },
  }
}
