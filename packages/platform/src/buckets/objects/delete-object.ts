import { verb, type SpaceCtx } from '../../kernel/context.ts'
import type { Expected } from '../../kernel/require-expected.ts'
import { findBucketId } from '../bucket-of.ts'
import { changeInTurn } from './change-in-turn.ts'
import { removeObject } from './remove-object.ts'

/** Removes the object. Succeeds when there is none. */
export const deleteObject = verb(
  async ({
    ctx,
    input,
  }: {
    ctx: SpaceCtx
    input: { bucket: string; key: string; expected?: Expected | undefined }
  }): Promise<void> => {
    const bucketId = await findBucketId(ctx, input.bucket)
    await changeInTurn(ctx, (ctx) => removeObject(ctx, { bucketId, key: input.key, expected: input.expected }))
  },
)
