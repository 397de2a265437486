import { createHash } from 'node:crypto'
import { LIMITS, notFound, type UploadPart } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { uploadParts, uploads } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { count, lockSpace } from '../objects/count.ts'
import { requireFits, roomIn } from '../room.ts'
import { discard, keep } from '../pieces/discard.ts'
import { storePiece } from '../pieces/store-piece.ts'
import { findUpload, partOf, type UploadInput } from './upload-of.ts'
import { changeInTurn } from '../objects/change-in-turn.ts'

const HOUR_MS = 3600_000

export type PutUploadPartInput = UploadInput & {
  part: number
  body: AsyncIterable<Uint8Array>
  /** Null: unknown until the body ends. */
  length: number | null
}

/** Stores a part, replacing one with the same number. Keeps the upload open for another day. */
export const putUploadPart = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PutUploadPartInput }): Promise<UploadPart> => {
    const { part: number, body, length } = input
    const { id: uploadId, bucketId, key } = await findUpload(ctx, input)
    const { bytes: room } = await roomIn(ctx, { bucket: input.bucket, key })
    requireFits(length, room)
    // Clients compare what they have with a part that is kept.
    const hash = createHash('sha256')
    return storePiece(ctx, { body, room, hash }, ({ piece, etag }) =>
      changeInTurn(ctx, async (ctx) => {
        await lockSpace(ctx, ctx.space.id)
        const expiresAt = new Date(ctx.platform.clock.now() + LIMITS.uploadHours * HOUR_MS)
        const { rowCount } = await ctx.db.update(uploads).set({ expiresAt }).where(eq(uploads.id, uploadId))
        if (rowCount === 0) throw notFound('upload', uploadId)
        const place = and(eq(uploadParts.uploadId, uploadId), eq(uploadParts.number, number))
        const [before] = await ctx.db.select().from(uploadParts).where(place)
        await count(ctx, bucketId, { objects: 0, bytes: piece.bytes - (before?.piece.bytes ?? 0) })
        await keep(ctx, piece)
        if (before) await discard(ctx, [before.piece])
        await ctx.db
          .insert(uploadParts)
          .values({ uploadId, number, etag, piece })
          .onConflictDoUpdate({ target: [uploadParts.uploadId, uploadParts.number], set: { etag, piece } })
        return partOf({ number, etag, piece })
      }),
    )
  },
)
