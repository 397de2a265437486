import { notFound, type FunctionCard, type FunctionDetail } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { iso } from '../../database/connect.ts'
import { etagOf } from '../../kernel/etag-of.ts'
import type { drafts, functions } from '../../database/schema/index.ts'
import { readCards } from './function-card.ts'
import { readSummaries } from './summaries.ts'

/** The whole function, or only its card for a caller who may only invoke it. */
export const getFunction = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string } }): Promise<FunctionDetail | FunctionCard> => {
    if (!ctx.space.actions.has('functions:read')) return readCard(ctx, input.fn)
    return readFunction(ctx, input.fn)
  },
)

async function readCard(ctx: SpaceCtx, name: string): Promise<FunctionCard> {
  const [card] = await readCards(ctx, sql`f.name = ${name}`, 1)
  if (!card) throw notFound('function', name)
  return card
}

export async function readFunction(ctx: SpaceCtx, name: string): Promise<FunctionDetail> {
  const [found] = await readSummaries(ctx, sql`f.space_id = ${ctx.space.id} and f.name = ${name}`, 1)
  if (!found) throw notFound('function', name)
  const { row, summary } = found
  return {
    ...summary,
    handler: row.configuration.handler,
    environment: row.configuration.environment,
    secrets: row.configuration.secrets,
    scaling: row.configuration.scaling,
    tmpMb: row.configuration.tmpMb,
    cpus: row.configuration.cpus,
    layers: row.configuration.layers,
    parameters: row.configuration.parameters ?? null,
    rightSizing: row.right_sizing,
    etag: etagOfFunction({ ...row, rightSizing: row.right_sizing }),
    draft: {
      revision: row.revision,
      codeHash: row.code_hash,
      codeBytes: row.code_bytes,
      savedAt: iso(row.saved_at),
      savedBy: row.saved_by,
      changedSince: row.latest_version !== null && row.latest_revision !== row.revision ? row.latest_version : null,
    },
    counts: { versions: row.version_count, aliases: row.aliases.length, triggers: row.triggers.length },
  }
}

type Edited = Pick<typeof functions.$inferSelect, 'name' | 'description' | 'rightSizing'> &
  Pick<typeof drafts.$inferSelect, 'configuration'>

/** Not of the code, which has its own, nor of the values of secrets: an update replaces only those it names. */
export const etagOfFunction = ({ name, description, rightSizing, configuration }: Edited): string =>
  etagOf([name, description, rightSizing, configuration])
