import { createHash } from 'node:crypto'
import { AlcoveError, LIMITS, type StoredObject } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { uploads } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import type { Expected } from '../../kernel/require-expected.ts'
import { lockSpace } from '../objects/count.ts'
import { objectOf } from '../objects/object-of.ts'
import { writeObject } from '../objects/write-object.ts'
import { findUpload, readParts, type PartRow, type UploadInput } from './upload-of.ts'
import { changeInTurn } from '../objects/change-in-turn.ts'

/**
 * Joins the parts into an object, in the order of their numbers. Copies nothing: the object refers to the pieces of the
 * parts.
 */
export const completeUpload = verb(
  async ({
    ctx,
    input,
  }: {
    ctx: SpaceCtx
    input: UploadInput & { expected?: Expected | undefined }
  }): Promise<StoredObject> =>
    changeInTurn(ctx, async (ctx) => {
      await lockSpace(ctx, ctx.space.id)
      const { id, bucketId, key, contentType, metadata } = await findUpload(ctx, input)
      const parts = await readParts(ctx, id)
      requireWhole(parts)
      const next = { etag: etagOf(parts), contentType, metadata, pieces: parts.map(({ piece }) => piece) }
      await ctx.db.delete(uploads).where(eq(uploads.id, id))
      const change = {
        bucketId,
        key,
        expected: input.expected,
        next,
        how: 'CompleteMultipartUpload' as const,
        counted: true,
      }
      return objectOf((await writeObject(ctx, change)).value)
    }),
)

function requireWhole(parts: PartRow[]): void {
  if (parts.length === 0) throw new AlcoveError('Conflict', 'The upload has no parts yet: send at least one')
  const gap = parts.findIndex(({ number }, at) => number !== at + 1)
  if (gap !== -1) throw new AlcoveError('Conflict', `Part ${gap + 1} of the upload is missing: send it first`)
  const bytes = parts.reduce((sum, { piece }) => sum + piece.bytes, 0)
  if (bytes > LIMITS.objectBytes) {
    throw new AlcoveError(
      'PayloadTooLarge',
      `An object may have at most ${LIMITS.objectBytes} bytes, and this has ${bytes}`,
    )
  }
}

/** As in S3: a hash of the parts' ETags, and the number of parts. */
function etagOf(parts: PartRow[]): string {
  const hash = createHash('sha256')
  for (const { etag } of parts) hash.update(etag)
  return `${hash.digest('hex').slice(0, 32)}-${parts.length}`
}
