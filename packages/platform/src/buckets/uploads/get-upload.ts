import type { ObjectUpload } from '@alcove/contract'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findUpload, readParts, uploadOf, type UploadInput } from './upload-of.ts'

/** An upload with the parts that have arrived, from which a client resumes it. */
export const getUpload = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: UploadInput }): Promise<ObjectUpload> => {
  const upload = await findUpload(ctx, input)
  return uploadOf(upload, await readParts(ctx, upload.id))
})
