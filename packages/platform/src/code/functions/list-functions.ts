import type { FunctionCard, FunctionSummary, Page, PageQuery } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { BY_NAME, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { containing } from '../../database/containing.ts'
import { readCards } from './function-card.ts'
import { readSummaries } from './summaries.ts'

type ListFunctionsInput = PageQuery & { q?: string | undefined }

/** By name. `q` keeps functions whose name contains it. A caller who may only invoke gets their cards. */
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
    if (!ctx.space.actions.has('functions:read')) {
      const cards = await readCards(ctx, where, input.limit + 1)
      return pageFrom(
        cards,
        input.limit,
        ({ name }) => name,
        (card) => card,
      )
    }
    const found = await readSummaries(ctx, where, input.limit + 1)
    return pageFrom(
      found,
      input.limit,
      ({ row }) => row.name,
      ({ summary }) => summary,
    )
  },
)
