import { eq } from 'drizzle-orm'
import { uploads } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { lockSpace } from '../objects/change-object.ts'
import { discardUploads } from './discard-uploads.ts'
import { findUpload, type UploadInput } from './upload-of.ts'

export const abortUpload = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: UploadInput }): Promise<void> => {
  await change(ctx, async (ctx) => {
    await lockSpace(ctx, ctx.space.id)
    const { id } = await findUpload(ctx, input)
    await discardUploads(ctx, eq(uploads.id, id))
  })
})
