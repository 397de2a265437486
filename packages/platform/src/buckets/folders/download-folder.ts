import { combineCrc32, storedZip, type StoredFile } from '@alcove/archive'
import { AlcoveError, LIMITS, notFound, type StoredObject } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import type { Piece } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findBucketId } from '../bucket-of.ts'
import { openObject } from '../objects/open-object.ts'
import { safePaths } from './safe-path.ts'

/** Memory for an entry of the directory beside its name, which is there twice. */
const ENTRY_BYTES = 200

export interface DownloadedFolder {
  /** The most that the download holds in memory besides what it passes through. */
  heldBytes: number
  zip: AsyncIterable<Uint8Array>
}

/**
 * The objects of a folder as a zip, without compression: one object after the other is passed through, so its size does
 * not matter. An object that is deleted meanwhile is left out, one that is written meanwhile is the old or the new one.
 * @throws {AlcoveError} NotFound for an empty folder; Conflict for more objects than a zip takes
 */
export const downloadFolder = verb(
  async ({
    ctx,
    input: { bucket, prefix },
  }: {
    ctx: SpaceCtx
    input: { bucket: string; prefix: string }
  }): Promise<DownloadedFolder> => {
    const bucketId = await findBucketId(ctx, bucket)
    const rows = await rowsOf<{ key: string }>(
      ctx.db,
      sql`
        select key from objects where bucket_id = ${bucketId} and key >= ${prefix} and key ^@ ${prefix}
        order by key limit ${LIMITS.zippedObjects + 1}`,
    )
    if (rows.length === 0) throw notFound('folder', prefix)
    if (rows.length > LIMITS.zippedObjects) {
      const most = LIMITS.zippedObjects
      throw new AlcoveError('Conflict', `A zip takes at most ${most} objects: download the folders in it one by one`)
    }
    const keys = rows.map(({ key }) => key)
    return {
      heldBytes: keys.reduce((sum, key) => sum + 2 * Buffer.byteLength(key) + ENTRY_BYTES, 0),
      zip: storedZip(filesOf(ctx, { bucket, prefix, keys })),
    }
  },
)

async function* filesOf(
  ctx: SpaceCtx,
  { bucket, prefix, keys }: { bucket: string; prefix: string; keys: readonly string[] },
): AsyncGenerator<StoredFile, void, undefined> {
  const pathOf = safePaths()
  const above = prefix.lastIndexOf('/') + 1
  for (const key of keys) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const opened = await openObject({ ctx, input: { bucket, key, choose: whole } }).catch(nullIfGone)
    // Some clients mark folders by an empty object.
    if (opened === null || (key.endsWith('/') && opened.object.bytes === 0)) continue
    const { object, pieces, body } = opened
    const { bytes, updatedAt } = object
    try {
      yield { path: pathOf(key.slice(above)), bytes, crc: crcOf(pieces), modifiedAt: new Date(updatedAt), body: body! }
    } finally {
      // The reader may have left before the first byte.
      // oxlint-disable-next-line no-await-in-loop
      await body![Symbol.asyncIterator]().return?.()
    }
  }
}

const whole = ({ bytes }: StoredObject) => ({ start: 0, end: bytes - 1 })

function nullIfGone(error: unknown): null {
  if (error instanceof AlcoveError && error.code === 'NotFound') return null
  throw error
}

const crcOf = (pieces: readonly Piece[]): number =>
  pieces.reduce((crc, piece) => combineCrc32(crc, piece.crc, piece.bytes), 0)
