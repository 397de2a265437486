import type { Usage } from '@alcove/contract'
import { csvLine } from '../kernel/csv-line.ts'

/** A line for each row of usage, with its currency: for spreadsheets. */
export function usageCsv({ by, currency, items }: Usage): string {
  const amounts = ['calls', 'billedMs', 'mbMs', 'gbSeconds', 'bytesIn', 'bytesOut', 'cost'] as const
  const head = csvLine([by, 'ofFunction', ...amounts, 'currency'])
  return (
    head + items.map((row) => csvLine([row.key, row.function, ...amounts.map((name) => row[name]), currency])).join('')
  )
}
