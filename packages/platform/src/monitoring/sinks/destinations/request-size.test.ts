import { expect, test } from 'vitest'
import type { SinkRecord } from '../read/sink-record.ts'
import { bodiesOf } from './otlp.ts'
import { inParts, MOST_BYTES } from './request-size.ts'

/** Lines of these many bytes. Quotation marks take two in JSON. */
const lines = (sizes: readonly number[]): SinkRecord[] =>
  sizes.map((size, n) => ({
    id: String(n),
    at: n,
    data: { id: String(n), function: `f${n % 3}`, space: 'shop', level: 'info', message: '"'.repeat(size / 2) },
  }))
const half = MOST_BYTES / 2

test.each([
  ['nothing', [], []],
  ['small ones, three at a time', [2, 2, 2, 2], ['012', '3']],
  ['two that do not fit together', [half, half, 2], ['0', '12']],
  ['one that does not fit at all', [2, MOST_BYTES, 2], ['0', '1', '2']],
])('a request takes as many records as fit: %s', (_, sizes, expected) => {
  const parts = [...inParts(lines(sizes), 3)]
  expect(parts.map(({ records }) => records.map(({ id }) => id).join(''))).toEqual(expected)
  for (const { records, lines } of parts)
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(records.map((r) => r.id))
})

interface Logs {
  resourceLogs: { scopeLogs: { logRecords: { timeUnixNano: string }[] }[] }[]
}

test('OTLP requests keep to the limit, and together have every record once', () => {
  const bodies = [...bodiesOf('logs', lines([half, 2, 2, half, MOST_BYTES]))]
  const ids = bodies.map((body) =>
    (JSON.parse(body.toString()) as Logs).resourceLogs
      .flatMap(({ scopeLogs }) => scopeLogs[0]!.logRecords)
      .map(({ timeUnixNano }) => Number(timeUnixNano) / 1e6)
      .join(''),
  )
  expect(ids).toEqual(['01', '2', '3', '4'])
  expect(bodies.map(({ length }) => length <= MOST_BYTES)).toEqual([true, true, true, false])
})
