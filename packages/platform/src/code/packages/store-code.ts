import { sql } from 'drizzle-orm'
import type { Changing } from '../../kernel/context.ts'
import { archiveOf } from './archive-of.ts'
import { requireRoom } from './require-room.ts'
import type { PackageFiles } from './package-files.ts'

/** Held shared by whoever refers to a blob, exclusively by the sweep: it never deletes one that is about to be used. */
export const BLOBS_LOCK = 0x626c6f62

export interface StoredCode {
  codeHash: string
  codeBytes: number
}

/** Blob first, row after: the caller writes the row in the same transaction. */
export async function storeCode(ctx: Changing, files: PackageFiles): Promise<StoredCode> {
  requireRoom(ctx.platform)
  return storeArchive(ctx, await archiveOf(files))
}

/** The same for what is an archive of ours already. */
export async function storeArchive(ctx: Changing, archive: Uint8Array): Promise<StoredCode> {
  requireRoom(ctx.platform)
  await ctx.db.execute(sql`select pg_advisory_xact_lock_shared(${BLOBS_LOCK})`)
  return { codeHash: await ctx.platform.blobs.put(archive), codeBytes: archive.length }
}
