import { AlcoveError, can } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { versions } from '../../database/schema/index.ts'
import { lockFunction } from '../../spaces/find-function.ts'
import { readVersion, type VersionRow } from './version-of.ts'
import { versionUses } from './version-uses.ts'

export const deleteVersion = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string; version: number } }): Promise<void> => {
    await change(ctx, async (ctx) => {
      const fn = await lockFunction(ctx, input.fn)
      const row = await readVersion(ctx, fn.id, input.version)
      const uses = (await versionUses(ctx, fn)).get(row.number) ?? []
      const named = (kind: string) => uses.filter((use) => use.kind === kind).map(({ name }) => name)
      const verdict = can.deleteVersion({
        version: row.number,
        aliases: row.aliases,
        triggers: named('trigger'),
        routes: named('route'),
        destinations: named('destination'),
        tasks: Number(named('tasks')[0] ?? 0),
      })
      if (!verdict.allowed) throw new AlcoveError('Conflict', verdict.reason)
      await ctx.db.delete(versions).where(and(eq(versions.functionId, fn.id), eq(versions.number, row.number)))
      const detail = { before: auditedVersion(row), after: null }
      await ctx.change.audit('versions:delete', `function ${input.fn} v${row.number}`, detail)
      ctx.change.reroute({ functionId: fn.id })
    })
  },
)

function auditedVersion({ number, description, revision, code_hash, published_at, published_by }: VersionRow) {
  return { version: number, description, revision, codeHash: code_hash, publishedAt: published_at, by: published_by }
}
