import type { StoredObject } from '@alcove/contract'
import { ObjectMissing, type ByteRange } from '@alcove/storage'
import type { Piece } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { openPieces } from '../pieces/read-pieces.ts'
import { findObject, objectOf } from './object-of.ts'

export interface OpenObjectInput {
  bucket: string
  key: string
  /** Chooses the bytes once the object is known; null: none. */
  choose(object: StoredObject): ByteRange | null
  /** Opens nothing. */
  withoutBody?: boolean
}

export interface OpenedObject {
  object: StoredObject
  pieces: readonly Piece[]
  /** What was chosen. */
  range: ByteRange | null
  /** The bytes of the range: read them to the end, or call return() on them. Null where nothing was opened. */
  body: AsyncIterable<Uint8Array> | null
}

/** The bytes of an overwritten object are deleted soon after: a reader with the old row reads the row again. */
const ATTEMPTS = 3

export const openObject = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: OpenObjectInput }): Promise<OpenedObject> => {
    for (let attempt = 1; ; attempt++) {
      // oxlint-disable-next-line no-await-in-loop -- each after the last has failed
      const row = await findObject(ctx, input.bucket, input.key)
      const object = objectOf(row)
      const { pieces } = row
      const range = input.choose(object)
      if (range === null || input.withoutBody) return { object, pieces, range, body: null }
      try {
        // oxlint-disable-next-line no-await-in-loop
        return { object, pieces, range, body: await openPieces(ctx.platform.objects, pieces, range) }
      } catch (error) {
        if (!(error instanceof ObjectMissing) || attempt === ATTEMPTS) throw error
      }
    }
  },
)
