import { expect, test } from 'vitest'
import { directionOf, nextSort, sortRows } from './sortRows.ts'

const columns = [
  { id: 'name', header: '', cell: () => null, value: ({ name }: Row) => name },
  { id: 'p95', header: '', cell: () => null, value: ({ p95 }: Row) => p95 },
  { id: 'spark', header: '', cell: () => null },
]
interface Row {
  name: string
  p95: number | null
}
const ROWS: Row[] = [
  { name: 'job-10', p95: null },
  { name: 'job-2', p95: 7 },
  { name: 'Job-1', p95: 30 },
  { name: 'mail', p95: 7 },
]

test.each([
  [undefined, 'job-10 job-2 Job-1 mail'],
  ['name', 'Job-1 job-2 job-10 mail'],
  ['-name', 'mail job-10 job-2 Job-1'],
  ['p95', 'job-2 mail Job-1 job-10'],
  ['-p95', 'Job-1 job-2 mail job-10'],
  ['spark', 'job-10 job-2 Job-1 mail'],
  ['gone', 'job-10 job-2 Job-1 mail'],
])('sorts by %s: numbers in names count, rows without a value are last', (by, names) => {
  expect(
    sortRows(ROWS, columns, by)
      .map(({ name }) => name)
      .join(' '),
  ).toBe(names)
})

test.each([
  [{ id: 'calls', numeric: true }, ['-calls', 'calls', undefined]],
  [{ id: 'name' }, ['name', '-name', undefined]],
  [{ id: 'created', largestFirst: true }, ['-created', 'created', undefined]],
])('a header goes round: the wanted order, the other, the own one', (column, round) => {
  const first = nextSort(column, '-another')
  const second = nextSort(column, first)
  expect([first, second, nextSort(column, second)]).toEqual(round)
  expect(directionOf(column.id, first)).toBe(first?.startsWith('-') ? 'descending' : 'ascending')
  expect(directionOf(column.id, undefined)).toBeNull()
})
