import { notFound, Uuid, type InvocationDetail } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { rowsOf } from '../../database/connect.ts'
import type { InvocationExtras } from '../../database/schema/index.ts'
import { LINE_COLUMNS, lineOf, type LineRow } from '../logs/line-of.ts'
import { COLUMNS, invocationOf, type InvocationRow } from './invocation-of.ts'

const LINES = 500

/** Any invocation of the space by its id, with payloads, error and the first lines of its log. */
export const getInvocation = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { id: string } }): Promise<InvocationDetail> => {
    if (!Uuid.safeParse(input.id).success) throw notFound('invocation', input.id)
    const { db } = ctx.platform
    const [row] = await rowsOf<InvocationRow & { extras: InvocationExtras; repeated: InvocationDetail['repeated'] }>(
      db,
      sql`
        select ${COLUMNS}, i.extras, i.repeated from invocations i join functions f on f.id = i.function_id
        where i.space_id = ${ctx.space.id} and i.id = ${input.id}`,
    )
    if (!row) throw notFound('invocation', input.id)
    const lines = await rowsOf<LineRow>(
      db,
      sql`
        select ${LINE_COLUMNS} from log_lines l
        where l.invocation_id = ${row.id} and l.space_id = ${ctx.space.id}
        order by l.id limit ${LINES}`,
    )
    const { input: event, output, error, phases, instanceId, caller, parentId, logsTruncated } = row.extras
    return {
      ...invocationOf(ctx, row),
      input: event,
      output,
      error,
      phases,
      instanceId,
      caller,
      // Absent where it was recorded before calls had one.
      parentId: parentId ?? null,
      logsTruncated,
      logs: lines.map((line) => lineOf(row.fn, line)),
      repeated: row.repeated,
    }
  },
)
