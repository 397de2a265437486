import type { LogFilter, LogList, LogQuery } from '@alcove/contract'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findFunction } from '../../spaces/find-function.ts'
import { filterOf } from './filter-of.ts'
import { findLines } from './find-lines.ts'
import { withCallsOf } from './with-calls-of.ts'

/** Lines of one function, oldest or newest first. */
export const listLogs = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: LogQuery & { fn: string } }): Promise<LogList> => {
    const text = filterOf(input.q)
    const fn = await findFunction(ctx, input.fn)
    const read = async () => {
      const filter = filterOfInput(input, await withCallsOf(ctx, input, text))
      return findLines(ctx, { ...input, filter, functions: new Map([[fn.id, fn.name]]) })
    }
    return isSearch(input) ? ctx.platform.searches.run(ctx, read) : read()
  },
)

/** Whether the query may pass over many lines before it finds enough. The lines of one call come from an index. */
function isSearch({ q, level, version, from, to }: LogQuery): boolean {
  return [q, level, version, from, to].some((filter) => filter !== undefined)
}

export function filterOfInput(
  { q, level, version, invocation }: Pick<LogQuery, 'q' | 'level' | 'version' | 'invocation'>,
  text: LogFilter = filterOf(q),
): LogFilter {
  const of: LogFilter[] = [text]
  if (level) of.push({ kind: 'level', levels: level })
  if (version !== undefined) of.push({ kind: 'version', versions: [version === 'draft' ? null : version] })
  if (invocation !== undefined) of.push({ kind: 'invocation', ids: [invocation] })
  return { kind: 'and', of }
}
