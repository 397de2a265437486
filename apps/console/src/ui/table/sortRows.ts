import type { Column } from './column.ts'

/** How a table is sorted: the id of a column, with a minus where the largest come first. */
export interface Sorting {
  by: string | undefined
  onChange(by: string | undefined): void
  /** The rows come in this order already. */
  done?: boolean
}

/** The rows by this column. Those without a value are last either way; equal ones keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Pick<Column<Row>, 'id' | 'value'>[],
  by: string | undefined,
): readonly Row[] {
  const value = columns.find(({ id }) => id === columnOf(by))?.value
  if (!value) return rows
  const sign = by!.startsWith('-') ? -1 : 1
  return rows.toSorted((a, b) => {
    const [left, right] = [value(a) ?? null, value(b) ?? null]
    if (left === null || right === null) return Number(left === null) - Number(right === null)
    if (typeof left === 'number' && typeof right === 'number') return sign * (left - right)
    return sign * names.compare(String(left), String(right))
  })
}

/** Numbers within names count as numbers: job-2 before job-10. */
const names = new Intl.Collator('en', { numeric: true })

/** What a click on the header asks for: the usual order first, then the reverse, then the table's own order. */
export function nextSort(column: Pick<Column<never>, 'id' | 'numeric' | 'largestFirst'>, by: string | undefined) {
  const { id, numeric = false, largestFirst = numeric } = column
  const [first, second] = largestFirst ? [`-${id}`, id] : [id, `-${id}`]
  return by === first ? second : by === second ? undefined : first
}

export function directionOf(column: string, by: string | undefined): 'ascending' | 'descending' | null {
  return columnOf(by) !== column ? null : by!.startsWith('-') ? 'descending' : 'ascending'
}

const columnOf = (by: string | undefined) => by?.replace(/^-/, '')
