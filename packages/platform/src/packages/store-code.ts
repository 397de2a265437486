import { sql } from 'drizzle-orm'
import type { BlobStore } from '@alcove/storage'
import type { Transaction } from '../database/connect.ts'
import { archiveOf } from './archive-of.ts'
import type { PackageFiles } from './package-files.ts'

/** Held shared by whoever refers to a blob, exclusively by the sweep: it never deletes one that is about to be used. */
export const BLOBS_LOCK = 0x626c6f62

export interface StoredCode {
  codeHash: string
  codeBytes: number
}

/** Blob first, row after: the caller writes the row in the same transaction. */
export async function storeCode(tx: Transaction, blobs: BlobStore, files: PackageFiles): Promise<StoredCode> {
  return storeArchive(tx, blobs, await archiveOf(files))
}

/** The same for what is an archive of ours already. */
export async function storeArchive(tx: Transaction, blobs: BlobStore, archive: Uint8Array): Promise<StoredCode> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${BLOBS_LOCK})`)
  return { codeHash: await blobs.put(archive), codeBytes: archive.length }
}
