import type { Trace, TraceCall } from '@alcove/contract'
import { expect, test } from 'vitest'
import { waterfallOf } from './waterfall.ts'

const START = Date.parse('2026-11-21T21:41:07Z')
const at = (ms: number) => new Date(START + ms).toISOString()
const call = (id: string, parentId: string | null, ms: number, phases: TraceCall['phases'] = { handler: 5 }) =>
  ({
    id,
    parentId,
    startedAt: at(ms),
    durationMs: 50,
    phases,
    function: id,
    spans: [] as TraceCall['spans'],
  }) as TraceCall
const trace = (calls: TraceCall[], lines: [string, number][] = []) =>
  ({
    startedAt: at(0),
    calls,
    logs: lines.map(([invocationId, ms], n) => ({ id: `line ${n}`, invocationId, time: at(ms) })),
  }) as Trace
const shown = (rows: ReturnType<typeof waterfallOf>) =>
  rows.map((row) => `${'  '.repeat(row.depth)}${row.kind === 'phase' ? row.phase : row.key} +${row.from}`)

test('calls and lines stand below the call that made them, by time', () => {
  const calls = [call('checkout', null, 0), call('price', 'checkout', 10), call('gift', 'checkout', 30)]
  expect(
    shown(
      waterfallOf(
        trace(calls, [
          ['checkout', 20],
          ['price', 12],
        ]),
      ),
    ),
  ).toEqual(['checkout +0', '  price +10', '    line 1 +12', '  line 0 +20', '  gift +30'])
})

test('phases follow each other from the start of their call; a handler alone is no row', () => {
  expect(shown(waterfallOf(trace([call('cold', null, 100, { queue: 2, init: 8, handler: 5 })])))).toEqual([
    'cold +100',
    '  queue +100',
    '  init +102',
    '  handler +110',
  ])
})

test('a call whose maker is absent stands at the top, and a folded one hides what is inside', () => {
  const calls = [call('task', 'gone', 0), call('inner', 'task', 5)]
  expect(shown(waterfallOf(trace(calls)))).toEqual(['task +0', '  inner +5'])
  expect(shown(waterfallOf(trace(calls), new Set(['task'])))).toEqual(['task +0'])
})

test('spans stand inside of each other, and a circle of them has an end', () => {
  const span = (id: string, parentId: string | null, startMs: number) =>
    ({ id, parentId, startMs, durationMs: 1, name: id }) as TraceCall['spans'][number]
  const spans = [span('work', null, 1), span('fetch', 'work', 2), span('a', 'b', 5), span('b', 'a', 6)]
  const rows = shown(waterfallOf(trace([{ ...call('fn', null, 100), spans }])))
  expect(rows.slice(0, 3)).toEqual(['fn +100', '  fn work +101', '    fn fetch +102'])
  expect(rows).toHaveLength(5)
})

test('a large trace folds siblings of one name until they are opened, but for those that failed', () => {
  const spans = Array.from({ length: 299 }, (_, n) => ({
    id: `s${n}`,
    parentId: null,
    startMs: n,
    durationMs: 2,
    name: 'put',
  }))
  const failed = { id: 'bad', parentId: null, startMs: 300, durationMs: 1, name: 'put', error: '503' }
  const large = trace([{ ...call('fn', null, 100), spans: [...spans, failed] as TraceCall['spans'] }])
  const rows = waterfallOf(large)
  expect(shown(rows)).toEqual(['fn +100', '  fn × put +100', '  fn bad +400'])
  expect(rows[1]).toMatchObject({ kind: 'alike', count: 299, ms: 300 })
  const opened = waterfallOf(large, new Set([rows[1]!.key]))
  expect(opened).toHaveLength(302)
  expect(shown(opened)[2]).toBe('    fn s0 +100')
})
