import { openZip } from '@alcove/archive'
import { LIMITS, type BuildTypes } from '@alcove/contract'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { Turns } from '../../kernel/turns.ts'
import { chooseTypes } from './choose-types.ts'
import { findBuild } from './find-build.ts'

const OUTPUT = { name: 'The build', unpackedBytes: LIMITS.packageUnpackedBytes, files: LIMITS.buildFiles }
/** Each holds a whole output in memory. */
const turns = new Turns({ atATime: 2 })

interface GetBuildTypes {
  ctx: SpaceCtx
  input: { fn: string; packages?: string | undefined }
}

/** Type declarations of the npm packages that the draft's build installed; none while there is no such build. */
export const getBuildTypes = verb(async ({ ctx, input }: GetBuildTypes): Promise<BuildTypes> => {
  const build = await findBuild(ctx, input.fn)
  if (build?.kind !== 'npm' || build.outputHash === null) return { files: [], leftOut: [] }
  using turn = turns.of('types')
  await turn.take()
  const files = await openZip(await ctx.platform.blobs.get(build.outputHash), OUTPUT)
  return await chooseTypes(files, input.packages?.split(',').filter(Boolean))
})
