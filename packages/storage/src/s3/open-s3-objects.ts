import type { Readable } from 'node:stream'
import { DeleteObjectCommand, GetObjectCommand } from '@aws-sdk/client-s3'
import { OBJECT_NAME, ObjectMissing, type ObjectStore } from '../object-store.ts'
import { isMissing, type S3Place } from './connect-s3.ts'
import { listKeys } from './list-keys.ts'
import { BUFFER_BYTES, putInParts } from './put-in-parts.ts'
import { sweepUnfinished } from './sweep-unfinished.ts'

const FOLDER = 'objects/'

/** Objects of an S3 bucket. Larger objects are uploaded in several parts. */
export function openS3Objects(place: S3Place): ObjectStore {
  const { client, bucket, prefix } = place
  const keyOf = (name: string) => {
    if (!OBJECT_NAME.test(name)) throw new ObjectMissing(name)
    return `${prefix}${FOLDER}${name}`
  }

  return {
    kind: 's3',
    bufferBytes: BUFFER_BYTES,

    prepare: async () => {},

    put: async (name, body, signal) => putInParts(place, keyOf(name), body, signal),

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

    sweepUnfinished: (before) => sweepUnfinished(place, FOLDER, before),

    async *list() {
      for await (const { name, bytes } of listKeys(place, FOLDER)) if (OBJECT_NAME.test(name)) yield { name, bytes }
    },
  }
}
