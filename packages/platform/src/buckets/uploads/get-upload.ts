import type { ObjectUpload } from '@alcove/contract'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findUpload, readParts, uploadOf, type UploadInput } from './upload-of.ts'

/** With the parts that are there: what an upload that broke off goes on after. */
export const getUpload = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: UploadInput }): Promise<ObjectUpload> => {
  const upload = await findUpload(ctx, input)
  return uploadOf(upload, await readParts(ctx, upload.id))
})
