import type { Page, PageQuery, Version } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { BY_NUMBER, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { findFunction } from '../../spaces/find-function.ts'
import { readVersions, versionOf } from './version-of.ts'

export const listVersions = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PageQuery & { fn: string } }): Promise<Page<Version>> => {
    const fn = await findFunction(ctx, input.fn)
    const before = decodeCursor(input.cursor, BY_NUMBER)
    const where = before === null ? sql`true` : sql`v.number < ${Number(before)}`
    const rows = await readVersions(ctx, fn.id, where, input.limit + 1)
    return pageFrom(rows, input.limit, (row) => String(row.number), versionOf)
  },
)
