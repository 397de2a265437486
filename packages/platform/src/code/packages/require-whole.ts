import { AlcoveError } from '@alcove/contract'
import type { BlobStore } from '@alcove/storage'

export interface StoredPart {
  /** At the start of a sentence. */
  name: string
  hash: string
  /** What makes it whole. */
  remedy: string
}

/** Reads each to its end. @throws {AlcoveError} PackageDamaged for the first that is not as it was stored */
export async function requireWhole(blobs: BlobStore, parts: readonly StoredPart[]): Promise<void> {
  for (const { name, hash, remedy } of parts) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other: each may be large
    const state = await blobs.check(hash)
    if (state !== 'whole')
      throw new AlcoveError('PackageDamaged', `${name} is ${state} on the server's disk: ${remedy}`)
  }
}
