import type { VersionDetail } from '@alcove/contract'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findFunction } from '../../spaces/find-function.ts'
import { shownFilesOf } from '../packages/shown-files.ts'
import { readVersion, versionOf } from './version-of.ts'

export const getVersion = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string; version: number } }): Promise<VersionDetail> => {
    const fn = await findFunction(ctx, input.fn)
    const row = await readVersion(ctx, fn.id, input.version)
    return { ...versionOf(row), ...(await shownFilesOf(await ctx.platform.blobs.get(row.code_hash))) }
  },
)
