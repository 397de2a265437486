import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { AlcoveError, LIMITS } from '@alcove/contract'
import type { ObjectStore } from '@alcove/storage'
import { newId } from '../../database/ids.ts'
import { discardedPieces, type Piece } from '../../database/schema/index.ts'
import type { Ctx } from '../../kernel/context.ts'
import { requireRoom } from '../../kernel/require-room.ts'
import { requireFits } from '../room.ts'
import { countChunk } from './collect-chunks.ts'
import { discardNow } from './discard.ts'

declare module '../../kernel/platform.ts' {
  interface Platform {
    /** Holds the bytes of objects, in pieces. */
    objects: ObjectStore
  }
}

const HOUR_MS = 3600_000

export interface StoredPiece {
  piece: Piece
  /** Equal for equal bytes. */
  etag: string
}

/**
 * Stores bytes under a new name and passes them to `commit`, which makes a row refer to them. The name is listed as
 * discarded before the bytes are stored: if no row comes to refer to them, even because this server was killed, the
 * sweep deletes them.
 * @param room bytes that still fit
 * @throws {AlcoveError} PayloadTooLarge, InsufficientStorage
 */
export async function storePiece<T>(
  ctx: Ctx,
  { body, room }: { body: AsyncIterable<Uint8Array>; room: number },
  commit: (stored: StoredPiece) => Promise<T>,
): Promise<T> {
  const { platform } = ctx
  requireRoom(platform)
  const name = newId(platform.clock.now())
  const deleteAfter = new Date(platform.clock.now() + LIMITS.uploadHours * HOUR_MS)
  const listed = Promise.resolve(platform.db.insert(discardedPieces).values({ name, deleteAfter }))
  // Awaited below, once the first bytes are on their way.
  listed.catch(() => {})
  const hash = createHash('sha256')
  let bytes = 0
  let crc = 0
  async function* measured() {
    for await (const chunk of body) {
      bytes += chunk.length
      requireFits(bytes, room)
      hash.update(chunk)
      crc = crc32(chunk, crc)
      yield chunk
      countChunk(chunk.length)
    }
    await listed
  }
  try {
    await platform.objects.put(name, measured(), ctx.signal)
    return await commit({ piece: { name, bytes, crc }, etag: hash.digest('hex').slice(0, 32) })
  } catch (error) {
    await discardNow(platform, name)
    throw storageError(error)
  }
}

/** The disk may fill up while an object comes in. */
function storageError(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error
  return new AlcoveError('InsufficientStorage', "The server's disk is full: its administrator has to make room")
}
