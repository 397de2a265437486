import { DEFAULT_SCALING, type CreateFunction, type FunctionDetail } from '@alcove/contract'
import { nameOf } from '../../kernel/actor.ts'
import { queueBuild } from '../builds/queue-build.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { newId } from '../../database/ids.ts'
import { drafts, functions } from '../../database/schema/index.ts'
import { requireMemoryWithin, requireRoomForCode, requireRoomForFunction } from '../../usage/quotas/require-within.ts'
import { contentsOf } from '../packages/contents.ts'
import { filesFromJson, type PackageFiles } from '../packages/package-files.ts'
import { revisionOf } from '../packages/revision-of.ts'
import { starterFor } from '../packages/starter.ts'
import { storeCode } from '../packages/store-code.ts'
import { configurationOf, tmpMbFor } from './configuration.ts'
import { readFunction } from './get-function.ts'
import { sealSecrets } from './seal-secrets.ts'

interface CreateFunctionInput extends CreateFunction {
  /** In place of `files`. */
  code?: PackageFiles
}

export const createFunction = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: CreateFunctionInput }): Promise<FunctionDetail> => {
    const { name, description } = input
    const { clock, sealer } = ctx.platform
    const secrets = sealSecrets(sealer, {}, input.secrets)
    const scaling = { ...DEFAULT_SCALING, ...input.scaling }
    const { tmpMb = tmpMbFor(input.memoryMb) } = input
    const configuration = configurationOf(sealer, { ...input, scaling, tmpMb }, secrets)
    const files = input.code ?? filesFromJson(input.files ?? starterFor(input.runtime, input.handler))
    return change(ctx, async (ctx) => {
      await requireRoomForFunction(ctx)
      await requireMemoryWithin(ctx, configuration.memoryMb)
      const id = newId(clock.now())
      const now = new Date(clock.now())
      const times = { createdAt: now, updatedAt: now }
      await ctx.db.insert(functions).values({ id, spaceId: ctx.space.id, name, description, ...times })
      const code = await storeCode(ctx, files)
      await requireRoomForCode(ctx, code.codeBytes)
      const revision = revisionOf({ ...code, configuration, secrets })
      const buildKey = await queueBuild(ctx, { code: contentsOf(files), configuration })
      await ctx.db
        .insert(drafts)
        .values({ functionId: id, ...code, configuration, secrets, revision, buildKey, savedBy: nameOf(ctx.actor) })
      await ctx.change.audit('functions:create', `function ${name}`, {
        before: null,
        after: { description, runtime: configuration.runtime, memoryMb: configuration.memoryMb },
      })
      ctx.change.reroute({ functionId: id })
      return readFunction(ctx, name)
    })
  },
)
