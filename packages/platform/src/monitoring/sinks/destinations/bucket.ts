import { deleteObject } from '../../../buckets/objects/delete-object.ts'
import { putObject } from '../../../buckets/objects/put-object.ts'
import type { Destination, Reach } from './destination.ts'
import { filesOf, TEST_KEY } from './partitions.ts'

export interface BucketConfig {
  bucket: string
  prefix: string
}

/** Objects in a bucket of the same space. */
export function openBucket({ ctx }: Reach, { bucket, prefix }: BucketConfig): Destination {
  const put = (key: string, bytes: Buffer) =>
    putObject({
      ctx,
      input: { bucket, key, body: once(bytes), length: bytes.length, contentType: 'application/gzip', metadata: {} },
    })
  return {
    async write(dataset, records) {
      for (const { key, bytes } of await filesOf(prefix, dataset, records)) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other takes little memory
        await put(key, bytes)
      }
    },
    async *test() {
      const key = `${prefix}${TEST_KEY}`
      await put(key, Buffer.from('{}'))
      await deleteObject({ ctx, input: { bucket, key } })
      yield { step: 'signIn', detail: 'a bucket of this space' }
      yield { step: 'write', detail: `${key} was written and deleted` }
    },
    close: () => Promise.resolve(),
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
