import type { Alias, Page, PageQuery } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { BY_NAME, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { findFunction } from '../../spaces/find-function.ts'
import { aliasOf, readAliases } from './alias-of.ts'

export const listAliases = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PageQuery & { fn: string } }): Promise<Page<Alias>> => {
    const fn = await findFunction(ctx, input.fn)
    const after = decodeCursor(input.cursor, BY_NAME)
    const where = after === null ? sql`true` : sql`a.name > ${after}`
    const rows = await readAliases(ctx, fn.id, where, input.limit + 1)
    return pageFrom(rows, input.limit, (row) => row.name, aliasOf)
  },
)
