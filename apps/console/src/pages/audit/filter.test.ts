import { expect, test } from 'vitest'
import { auditFilter } from './filter.ts'

const NOW = Date.UTC(2026, 10, 21)

test.each([
  ['', undefined, {}],
  ['mei', undefined, { q: 'mei' }],
  ['action:grants:put outcome:denied lin', undefined, { action: 'grants:put', outcome: 'denied', q: 'lin' }],
  ['action:grants:* by:key', '24h', { action: 'grants:*', by: 'key', from: '2026-11-20T00:00:00.000Z' }],
  [
    '',
    '2026-11-19T08:00:00Z..2026-11-19T09:00:00Z',
    { from: '2026-11-19T08:00:00.000Z', to: '2026-11-19T09:00:00.000Z' },
  ],
  ['outcome:perhaps space:Shop', undefined, {}],
] as const)('auditFilter() reads "%s" in the last %s', (query, range, filter) => {
  expect(auditFilter(query, range, NOW)).toEqual(filter)
})
