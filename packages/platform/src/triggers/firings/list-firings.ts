import type { Firing, FiringQuery, Page } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { BY_ID, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findFunction } from '../../spaces/find-function.ts'
import { findTrigger } from '../find-trigger.ts'
import { firingOf, readFirings } from './read-firings.ts'

type ListFiringsInput = FiringQuery & { fn: string; trigger: string }

/** Newest first. */
export const listFirings = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: ListFiringsInput }): Promise<Page<Firing>> => {
    const before = decodeCursor(input.cursor, BY_ID)
    const fn = await findFunction(ctx, input.fn)
    const trigger = await findTrigger(ctx, fn.id, input.trigger)
    const outcome = input.outcome ? sql`f.outcome = any(${sql.param(input.outcome)}::text[])` : sql`true`
    const page = before === null ? sql`true` : sql`f.id < ${before}`
    const where = sql`f.trigger_id = ${trigger.id} and ${outcome} and ${page}`
    return pageFrom(await readFirings(ctx, where, input.limit + 1), input.limit, (row) => row.id, firingOf)
  },
)
