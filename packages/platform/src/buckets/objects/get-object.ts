import type { StoredObject } from '@alcove/contract'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findObject, objectOf } from './object-of.ts'

/** The metadata of an object, without its bytes. */
export const getObject = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { bucket: string; key: string } }): Promise<StoredObject> =>
    objectOf(await findObject(ctx, input.bucket, input.key)),
)
