import { expect, test } from 'vitest'
import { traceIdOf, traceparentOf } from './trace.ts'

const traceId = '0af7651916cd43dd8448eb211c80319c'

test('a valid traceparent continues its trace', () => {
  expect(traceIdOf(`00-${traceId}-b7ad6b7169203331-01`)).toBe(traceId)
})

test.each([
  null,
  '',
  'rubbish',
  `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
  `00-${traceId}-${'0'.repeat(16)}-01`,
  `ff-${traceId}-b7ad6b7169203331-01`,
  `00-${traceId.toUpperCase()}-b7ad6b7169203331-01`,
])('%j starts a trace of its own', (header) => {
  expect(traceIdOf(header)).toMatch(/^[0-9a-f]{32}$/)
  expect(traceIdOf(header)).not.toBe(traceId)
  expect(traceIdOf(header)).not.toBe('0'.repeat(32))
})

test('what a call causes names the call as its parent', () => {
  const invocationId = '019a0000-aaaa-7bbb-8ccc-0123456789ab'
  expect(traceparentOf({ traceId, invocationId })).toBe(`00-${traceId}-019a0000aaaa7bbb-01`)
})
