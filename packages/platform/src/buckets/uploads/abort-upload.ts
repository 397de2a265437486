import { eq } from 'drizzle-orm'
import { uploads } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { lockSpace } from '../objects/count.ts'
import { discardUploads } from './discard-uploads.ts'
import { findUpload, type UploadInput } from './upload-of.ts'
import { changeInTurn } from '../objects/change-in-turn.ts'

export const abortUpload = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: UploadInput }): Promise<void> => {
  await changeInTurn(ctx, async (ctx) => {
    await lockSpace(ctx, ctx.space.id)
    const { id } = await findUpload(ctx, input)
    await discardUploads(ctx, eq(uploads.id, id))
  })
})
