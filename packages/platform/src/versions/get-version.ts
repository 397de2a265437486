import type { VersionDetail } from '@alcove/contract'
import { verb, type SpaceCtx } from '../context.ts'
import { findFunction } from '../functions/find-function.ts'
import { filesOf } from '../packages/files-of.ts'
import { filesToJson } from '../packages/package-files.ts'
import { readVersion, versionOf } from './version-of.ts'

export const getVersion = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string; version: number } }): Promise<VersionDetail> => {
    const fn = await findFunction(ctx, input.fn)
    const row = await readVersion(ctx, fn.id, input.version)
    const files = await filesOf(await ctx.platform.blobs.get(row.code_hash))
    return { ...versionOf(row), files: filesToJson(files) }
  },
)
