import type { StoredObject } from '@alcove/contract'
import type { Put } from '../../database/put.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import { storePiece } from '../pieces/store-piece.ts'
import { objectOf } from './object-of.ts'
import { writeObject } from './write-object.ts'
import { requireFits, roomIn } from '../room.ts'
import { changeInTurn } from './change-in-turn.ts'

export interface PutObjectInput {
  bucket: string
  key: string
  body: AsyncIterable<Uint8Array>
  /** Null: unknown until the body ends. */
  length: number | null
  contentType: string
  metadata: Record<string, string>
  /** ETags of the object that the caller has seen. */
  expected?: Expected | undefined
  /** The body comes from another object. */
  isCopy?: boolean
}

/**
 * Stores the body under a new name and then, in one transaction, makes the object refer to it: readers get the old
 * object or the new one, whole. Conditions are checked before the body is read, and decided in that transaction.
 */
export const putObject = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PutObjectInput }): Promise<Put<StoredObject>> => {
    const { bucket, key, body, length, contentType, metadata, expected, isCopy = false } = input
    const { bucketId, bytes: room, object: before } = await roomIn(ctx, { bucket, key })
    requireExpected(expected, before?.etag ?? null, `The object "${key}"`)
    const bytes = room + (before?.bytes ?? 0)
    requireFits(length, bytes)
    const hash = ctx.platform.sealer.digestBytes()
    return storePiece(ctx, { body, room: bytes, hash }, ({ piece, etag }) =>
      changeInTurn(ctx, async (ctx) => {
        const next = { etag: `${etag}-1`, contentType, metadata, pieces: [piece] }
        const write = { bucketId, key, expected, next, how: isCopy ? ('Copy' as const) : ('Put' as const) }
        const { created, value } = await writeObject(ctx, write)
        return { created, value: objectOf(value) }
      }),
    )
  },
)
