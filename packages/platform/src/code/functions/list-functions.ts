import type { FunctionCard, FunctionSummary, Page, PageQuery } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { BY_NAME, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { containing } from '../../database/containing.ts'
import { readCards } from './function-card.ts'
import { readSummaries } from './summaries.ts'
import { functionsWith } from '../../identity/access/rights.ts'

type ListFunctionsInput = PageQuery & { q?: string | undefined }

/** By name; `q` keeps those whose name contains it. Of those that the caller may only invoke it gets the cards. */
export const listFunctions = verb(
  async ({
    ctx,
    input,
  }: {
    ctx: SpaceCtx
    input: ListFunctionsInput
  }): Promise<Page<FunctionSummary | FunctionCard>> => {
    const after = decodeCursor(input.cursor, BY_NAME)
    const where = sql.join(
      [
        sql`f.space_id = ${ctx.space.id}`,
        after === null ? sql`true` : sql`f.name > ${after}`,
        input.q ? sql`f.name ilike ${containing(input.q)}` : sql`true`,
      ],
      sql` and `,
    )
    const readable = functionsWith(ctx.space, 'functions:read')
    if (readable !== null) return listSome(ctx, input, where, readable)
    const found = await readSummaries(ctx, where, input.limit + 1)
    return pageFrom(
      found,
      input.limit,
      ({ row }) => row.name,
      ({ summary }) => summary,
    )
  },
)

/** For callers who may read only some of the functions: cards of the others that they may invoke. */
async function listSome(
  ctx: SpaceCtx,
  { limit }: ListFunctionsInput,
  where: SQL,
  readable: string[],
): Promise<Page<FunctionSummary | FunctionCard>> {
  const callable = functionsWith(ctx.space, 'functions:invoke')
  const known = callable && sql`f.name = any(${sql.param([...new Set([...readable, ...callable])])}::text[])`
  const cards = await readCards(ctx, known ? sql`${where} and ${known}` : where, limit + 1)
  const names = cards.map(({ name }) => name).filter((name) => readable.includes(name))
  const found =
    names.length > 0
      ? await readSummaries(
          ctx,
          sql`f.space_id = ${ctx.space.id} and f.name = any(${sql.param(names)}::text[])`,
          names.length,
        )
      : []
  const whole = new Map(found.map(({ summary }) => [summary.name, summary]))
  return pageFrom(
    cards,
    limit,
    ({ name }) => name,
    (card) => whole.get(card.name) ?? card,
  )
}
