import { sql } from 'drizzle-orm'
import type { Transaction } from '../../database/connect.ts'
import type { Platform } from '../../kernel/platform.ts'
import { archiveOf } from './archive-of.ts'
import { requireRoom } from './require-room.ts'
import type { PackageFiles } from './package-files.ts'

/** Held shared by whoever refers to a blob, exclusively by the sweep: it never deletes one that is about to be used. */
export const BLOBS_LOCK = 0x626c6f62

type Storage = Pick<Platform, 'blobs' | 'disk'>

export interface StoredCode {
  codeHash: string
  codeBytes: number
}

/** Blob first, row after: the caller writes the row in the same transaction. */
export async function storeCode(tx: Transaction, at: Storage, files: PackageFiles): Promise<StoredCode> {
  requireRoom(at)
  return storeArchive(tx, at, await archiveOf(files))
}

/** The same for what is an archive of ours already. */
export async function storeArchive(tx: Transaction, at: Storage, archive: Uint8Array): Promise<StoredCode> {
  requireRoom(at)
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${BLOBS_LOCK})`)
  return { codeHash: await at.blobs.put(archive), codeBytes: archive.length }
}
