import {
  AlcoveError,
  hasLogpoints,
  invalid,
  LOGPOINT_LIMITS,
  notFound,
  type AddLogpoint,
  type Logpoint,
} from '@alcove/contract'
import { and, count, eq, gt, isNull, lt } from 'drizzle-orm'
import { newId } from '../../database/ids.ts'
import { logpoints, versions } from '../../database/schema/index.ts'
import { nameOf } from '../../kernel/actor.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { lockFunction } from '../../spaces/find-function.ts'
import { logpointOf } from './logpoint-of.ts'

const KEPT_MS = 30 * 86_400_000

/** Adds a log line to a version that runs. Instances get it with the routes. */
export const addLogpoint = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: AddLogpoint & { fn: string } }): Promise<Logpoint> =>
    change(ctx, async (ctx) => {
      const { version, file, line, expression, condition, minutes, hits } = input
      const fn = await lockFunction(ctx, input.fn)
      const [found] = await ctx.db
        .select({ configuration: versions.configuration })
        .from(versions)
        .where(and(eq(versions.functionId, fn.id), eq(versions.number, version)))
      if (!found) throw notFound('version', String(version))
      if (!hasLogpoints(found.configuration.runtime)) {
        throw invalid('version', `Only Node.js takes logpoints: v${version} runs on ${found.configuration.runtime}`)
      }
      const now = ctx.platform.clock.now()
      const own = eq(logpoints.functionId, fn.id)
      await ctx.db.delete(logpoints).where(and(own, lt(logpoints.expiresAt, new Date(now - KEPT_MS))))
      const [active] = await ctx.db
        .select({ count: count() })
        .from(logpoints)
        .where(and(own, isNull(logpoints.ending), gt(logpoints.expiresAt, new Date(now))))
      if (active!.count >= LOGPOINT_LIMITS.perFunction) {
        throw new AlcoveError('Conflict', `${fn.name} has ${active!.count} logpoints already: remove one first`)
      }
      const [row] = await ctx.db
        .insert(logpoints)
        .values({
          id: newId(now),
          functionId: fn.id,
          version,
          file,
          line,
          expression,
          condition,
          maxHits: hits,
          expiresAt: new Date(now + minutes * 60_000),
          createdBy: nameOf(ctx.actor),
          createdAt: new Date(now),
        })
        .returning()
      ctx.change.reroute({ functionId: fn.id })
      const after = { version, place: `${file}:${line}`, expression, condition, minutes, hits }
      await ctx.change.audit('logpoints:add', `function ${fn.name}`, { before: null, after })
      return logpointOf(fn.name, row!, now)
    }),
)
