import type { Page, PageQuery, Trigger } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { BY_NAME, decodeCursor, pageFrom } from '../database/cursor.ts'
import { findFunction } from '../spaces/find-function.ts'
import { readTriggers, triggersOf } from './trigger-of.ts'

export const listTriggers = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PageQuery & { fn: string } }): Promise<Page<Trigger>> => {
    const fn = await findFunction(ctx, input.fn)
    const after = decodeCursor(input.cursor, BY_NAME)
    const where = after === null ? sql`true` : sql`t.name > ${after}`
    const rows = await readTriggers(ctx, fn.id, where, input.limit + 1)
    const page = pageFrom(
      rows,
      input.limit,
      (row) => row.name,
      (row) => row,
    )
    return { ...page, items: await triggersOf(ctx, fn.name, page.items) }
  },
)
