import type { CopyObject, StoredObject } from '@alcove/contract'
import type { Put } from '../../database/put.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import type { Expected } from '../../kernel/require-expected.ts'
import { findBucketId } from '../bucket-of.ts'
import { changeInTurn } from './change-in-turn.ts'
import { objectOf } from './object-of.ts'
import { relocateObject } from './relocate-object.ts'

export type MoveObjectInput = Omit<CopyObject, 'bucket'> & {
  bucket: string
  /** The bucket of the source; absent: the same bucket. */
  source: string | undefined
  expected?: Expected | undefined
}

/** Renames an object, or moves it to another bucket of the space. */
export const moveObject = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: MoveObjectInput }): Promise<Put<StoredObject>> => {
    const { bucket, source = bucket, from, to, expected } = input
    const bucketId = await findBucketId(ctx, bucket)
    const sourceId = source === bucket ? bucketId : await findBucketId(ctx, source)
    return changeInTurn(ctx, async (ctx) => {
      const places = { from: { bucketId: sourceId, key: from }, to: { bucketId, key: to } }
      const { created, value } = await relocateObject(ctx, { ...places, expected })
      return { created, value: objectOf(value) }
    })
  },
)
