import { AlcoveError } from '@alcove/contract'
import type { BlobStore } from '@alcove/storage'

export interface StoredPart {
  /** Begins the error message. */
  name: string
  hash: string
  /** Tells how to repair it. */
  remedy: string
}

/** Reads every part to its end. @throws {AlcoveError} PackageDamaged for the first damaged one */
export async function requireWhole(blobs: BlobStore, parts: readonly StoredPart[]): Promise<void> {
  for (const { name, hash, remedy } of parts) {
    // oxlint-disable-next-line no-await-in-loop -- one at a time: each may be large
    const state = await blobs.check(hash)
    if (state !== 'whole')
      throw new AlcoveError('PackageDamaged', `${name} is ${state} on the server's disk: ${remedy}`)
  }
}
