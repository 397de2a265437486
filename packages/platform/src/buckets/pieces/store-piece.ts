import { crc32 } from 'node:zlib'
import { AlcoveError } from '@alcove/contract'
import type { ObjectStore } from '@alcove/storage'
import type { Piece } from '../../database/schema/index.ts'
import type { ByteDigest } from '../../kernel/byte-digest.ts'
import type { Ctx } from '../../kernel/context.ts'
import { requireRoom } from '../../kernel/require-room.ts'
import { requireFits } from '../room.ts'
import { discardNow } from './discard.ts'
import type { PieceNames } from './piece-names.ts'

declare module '../../kernel/platform.ts' {
  interface Platform {
    /** Holds the bytes of objects, in pieces. */
    objects: ObjectStore
    pieceNames: PieceNames
  }
}

export interface StoredPiece {
  piece: Piece
  /** Equal for equal bytes. */
  etag: string
}

/**
 * Stores bytes under a new name and passes them to `commit`, which makes a row refer to them.
 * @param room bytes that still fit
 * @param hash what the ETag is made with
 * @throws {AlcoveError} PayloadTooLarge, InsufficientStorage
 */
export async function storePiece<T>(
  ctx: Ctx,
  { body, room, hash }: { body: AsyncIterable<Uint8Array>; room: number; hash: ByteDigest },
  commit: (stored: StoredPiece) => Promise<T>,
): Promise<T> {
  const { platform } = ctx
  requireRoom(platform)
  const name = await platform.pieceNames.take().catch((error: unknown) => {
    throw storageError(error)
  })
  let bytes = 0
  let crc = 0
  async function* measured() {
    for await (const chunk of body) {
      bytes += chunk.length
      requireFits(bytes, room)
      hash.update(chunk)
      crc = crc32(chunk, crc)
      yield chunk
    }
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
