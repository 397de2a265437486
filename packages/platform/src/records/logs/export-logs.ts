import {
  jsonObjectOf,
  valuesAt,
  type LogExportQuery,
  type LogFilter,
  type LogLine,
  type LogList,
} from '@alcove/contract'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { csvLine } from '../../kernel/csv-line.ts'
import { filterOf, filterOfSpace } from './filter-of.ts'
import { findLines } from './find-lines.ts'
import { readableFunctions } from './readable-functions.ts'
import { withCallsOf } from './with-calls-of.ts'

const BATCH = 1_000
const COLUMNS = ['id', 'time', 'level', 'function', 'version', 'invocationId', 'message', 'truncatedBytes'] as const

/** All lines that match as text, read page by page, no faster than they are taken. */
export const exportLogs = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: LogExportQuery }): Promise<AsyncGenerator<string>> => {
    const { format, columns = [], ...range } = input
    const text = filterOf(input.q)
    await change(ctx, (ctx) => ctx.change.audit('logs:export', `space ${ctx.space.name}`, { ...input }))
    return lines()

    async function* lines(): AsyncGenerator<string> {
      if (format === 'csv') yield csvLine([...COLUMNS, ...columns])
      let filter: LogFilter | null = null
      let cursor: string | null = null
      do {
        const after: string | null = cursor
        const page: LogList = await ctx.platform.searches.run(ctx, async () => {
          filter ??= filterOfSpace(input, await withCallsOf(ctx, input, text))
          return findLines(ctx, {
            ...range,
            filter,
            functions: await readableFunctions(ctx),
            limit: BATCH,
            cursor: after,
          })
        })
        // A page may be empty because its time was over.
        yield page.items.map((line) => (format === 'csv' ? csvOf(line, columns) : `${JSON.stringify(line)}\n`)).join('')
        cursor = page.nextCursor
      } while (cursor !== null)
    }
  },
)

function csvOf(line: LogLine, columns: readonly string[]): string {
  const fields = columns.length > 0 ? jsonObjectOf(line.message) : null
  return csvLine([
    ...COLUMNS.map((name) => line[name]),
    ...columns.map((path) => (fields === null ? '' : valuesAt(fields, path).join(' '))),
  ])
}
