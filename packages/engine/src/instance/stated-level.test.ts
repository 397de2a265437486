import { expect, test } from 'vitest'
import { statedLevel } from './stated-level.ts'

test.for<[string, string | null]>([
  ['{"level":"warn","msg":"low"}', 'warn'],
  ['{"level":"WARNING","message":"low"}', 'warn'],
  ['{"level":50,"time":1,"msg":"pino"}', 'error'],
  ['{"severity":"CRITICAL","message":"gcp"}', 'error'],
  ['{"levelname": "DEBUG"}', 'debug'],
  ['{"msg":"x","data":{"level":"error"}}', null],
  ['{"level":"loud"}', null],
  ['{"level":{"toString":1}}', null],
  ['{"level":"constructor"}', null],
  ['{"level":"error"', null],
  ['{"level":"error"} and more', null],
  ['level:"error"', null],
  [`{"level":"error","msg":"${'x'.repeat(20_000)}"}`, null],
  ['', null],
])('%j states %s', ([line, level]) => {
  expect(statedLevel(line)).toBe(level)
})
