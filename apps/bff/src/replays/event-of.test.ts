import { expect, test } from 'vitest'
import { hiddenFrom } from './event-of.ts'

const input = (event: object) => ({ trigger: 'http' as const, input: JSON.stringify(event) })
const headers = { authorization: '[redacted]', tracestate: '[redacted]', accept: '*/*' }

test.each([
  [input({ headers, cookies: ['sid=[redacted]'] }), 'authorization, cookie'],
  [input({ headers: { 'x-api-key': '[redacted]' } }), 'x-api-key'],
  [input({ headers: { tracestate: '[redacted]' } }), null],
  [{ trigger: 'api' as const, input: JSON.stringify({ headers }) }, null],
])('what a record hides from a replay is named: %j', (record, names) => {
  const told = names === null ? null : `Its record hides the headers ${names}: the code got "[redacted]"`
  expect(hiddenFrom(record)).toBe(told)
})
