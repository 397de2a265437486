import type { CopyObject, StoredObject } from '@alcove/contract'
import type { Put } from '../../database/put.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import type { Expected } from '../../kernel/require-expected.ts'
import { openObject } from './open-object.ts'
import { putObject } from './put-object.ts'

export type CopyObjectInput = Omit<CopyObject, 'bucket'> & {
  bucket: string
  /** The bucket of the source; absent: the same bucket. */
  source: string | undefined
  expected?: Expected | undefined
}

/**
 * Copies an object within the space, with type and metadata. The bytes pass through this server, which checks them: what
 * an S3 service copies of an object in parts is not always its bytes.
 */
export const copyObject = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: CopyObjectInput }): Promise<Put<StoredObject>> => {
    const { bucket, source = bucket, from, to, expected } = input
    const choose = ({ bytes }: StoredObject) => ({ start: 0, end: bytes - 1 })
    const { object, body } = await openObject({ ctx, input: { bucket: source, key: from, choose } })
    const { bytes: length, contentType, metadata } = object
    try {
      const object = { body: body!, length, contentType, metadata, expected, isCopy: true }
      return await putObject({ ctx, input: { bucket, key: to, ...object } })
    } finally {
      // A refused copy reads nothing: close the file or connection.
      await body![Symbol.asyncIterator]().return?.()
    }
  },
)
