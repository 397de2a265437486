import type { PublishVersion, Version } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { nameOf } from '../../kernel/actor.ts'
import { requireBuilt } from '../builds/require-built.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { drafts, functions, versions } from '../../database/schema/index.ts'
import { publishEvents } from '../../kernel/events/publish-events.ts'
import { requireRoomFor, requireRoomForCode } from '../../usage/quotas/require-within.ts'
import { lockFunction } from '../../spaces/find-function.ts'
import { checkLayers } from '../layers/check-layers.ts'
import { requireWhole } from '../packages/require-whole.ts'
import { readVersion, versionOf } from './version-of.ts'
import { removeOldVersions } from './version-retention.ts'

/** Freezes the draft's code and configuration under the next number. Numbers are never reused. */
export const publishVersion = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PublishVersion & { fn: string } }): Promise<Version> => {
    return change(ctx, async (ctx) => {
      const fn = await lockFunction(ctx, input.fn)
      await requireRoomFor(ctx, 'versions', fn)
      const number = fn.lastVersion + 1
      const [draft] = await ctx.db.select().from(drafts).where(eq(drafts.functionId, fn.id))
      const { revision, codeHash, codeBytes, configuration, secrets, buildKey } = draft!
      await requireRoomForCode(ctx, codeBytes)
      const built = await requireBuilt(ctx.db, buildKey)
      const layers = await checkLayers(ctx, configuration)
      await requireWhole(ctx.platform.blobs, [
        { name: 'The code of the draft', hash: codeHash, remedy: 'save it again' },
        ...layers.map((layer) => ({
          name: `Layer ${layer.name} v${layer.version}`,
          hash: layer.codeHash,
          remedy: 'upload the same files as a new version of the layer, which mends this one too',
        })),
        ...(built === null ? [] : [{ name: 'What was built', hash: built, remedy: 'build it again' }]),
      ])
      await ctx.db.update(functions).set({ lastVersion: number }).where(eq(functions.id, fn.id))
      await ctx.db.insert(versions).values({
        functionId: fn.id,
        number,
        description: input.description,
        revision,
        codeHash,
        codeBytes,
        configuration,
        secrets,
        buildKey,
        publishedAt: new Date(ctx.platform.clock.now()),
        publishedBy: nameOf(ctx.actor),
      })
      await ctx.change.audit('versions:publish', `function ${input.fn} v${number}`, {
        before: null,
        after: { revision, description: input.description },
      })
      await publishEvents(ctx, ctx.space.id, [
        {
          type: 'alcove.version.published',
          source: `/spaces/${ctx.space.name}/functions/${input.fn}`,
          subject: String(number),
          data: { function: input.fn, version: number, description: input.description, by: nameOf(ctx.actor) },
        },
      ])
      await removeOldVersions(ctx, fn)
      ctx.change.reroute({ functionId: fn.id })
      return versionOf(await readVersion(ctx, fn.id, number))
    })
  },
)
