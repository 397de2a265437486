import { crc32 } from 'node:zlib'
import type { ByteRange, ObjectStore } from '@alcove/storage'
import type { Readable } from 'node:stream'
import type { Piece } from '../../database/schema/index.ts'
import { countChunk } from './collect-chunks.ts'

/**
 * Opens the bytes of an object, or those of a range, from the pieces that it lies in.
 * @throws {ObjectMissing} when the first of them is not there any more
 */
export async function openPieces(
  store: ObjectStore,
  pieces: readonly Piece[],
  range: ByteRange,
): Promise<AsyncIterable<Uint8Array>> {
  const parts = partsOf(pieces, range)
  const [first] = parts
  const opened = first === undefined ? undefined : await open(store, first)
  const chunks = read(store, parts, opened)
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => chunks.next(),
      async return() {
        // A generator that was never started does not run its finally block.
        opened?.destroy()
        return chunks.return(undefined)
      },
    }),
  }
}

interface Part {
  piece: Piece
  /** Null: all of it. */
  range: ByteRange | null
}

/** Which bytes of which pieces make up a range of all. */
export function partsOf(pieces: readonly Piece[], { start, end }: ByteRange): Part[] {
  const parts: Part[] = []
  let at = 0
  for (const piece of pieces) {
    const from = Math.max(start - at, 0)
    const to = Math.min(end - at, piece.bytes - 1)
    if (from <= to) parts.push({ piece, range: to - from + 1 === piece.bytes ? null : { start: from, end: to } })
    at += piece.bytes
  }
  return parts
}

const open = (store: ObjectStore, { piece, range }: Part): Promise<Readable> =>
  store.get(piece.name, range ?? undefined)

async function* read(
  store: ObjectStore,
  parts: Part[],
  opened: Readable | undefined,
): AsyncGenerator<Uint8Array, undefined> {
  let stream = opened
  try {
    for (const part of parts) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      stream ??= await open(store, part)
      let crc = 0
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        if (part.range === null) crc = crc32(chunk, crc)
        yield chunk
        countChunk(chunk.length)
      }
      stream = undefined
      if (part.range === null && crc !== part.piece.crc) throw new DamagedPiece(part.piece.name)
    }
  } finally {
    stream?.destroy()
  }
}

/** Damage shows only at the end of a read: cut off the answer, so that nobody takes it for complete. */
export class DamagedPiece extends Error {
  override readonly name = 'DamagedPiece'
  constructor(piece: string) {
    super(`The stored piece ${piece} is damaged: put the object again`)
  }
}
