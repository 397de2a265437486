import { BLOBS_LOCK } from '../../kernel/blobs-lock.ts'
import { sql } from 'drizzle-orm'
import type { Changing } from '../../kernel/context.ts'
import { archiveOf } from './archive-of.ts'
import { requireRoom } from '../../kernel/require-room.ts'
import type { PackageFiles } from './package-files.ts'

export interface StoredCode {
  codeHash: string
  codeBytes: number
}

/** Stores the blob first. The caller then writes the row that refers to it in the same transaction. */
export async function storeCode(ctx: Changing, files: PackageFiles): Promise<StoredCode> {
  requireRoom(ctx.platform)
  return storeArchive(ctx, await archiveOf(files))
}

/** Like storeCode, for an archive that archiveOf made. */
export async function storeArchive(ctx: Changing, archive: Uint8Array): Promise<StoredCode> {
  requireRoom(ctx.platform)
  await ctx.db.execute(sql`select pg_advisory_xact_lock_shared(${BLOBS_LOCK})`)
  return { codeHash: await ctx.platform.blobs.put(archive), codeBytes: archive.length }
}
