import { LogTriggerConfig, type LogLevel } from '@alcove/contract'
import { expect, test } from 'vitest'
import { lineMatcher } from './line-matcher.ts'

test.each<[matches: boolean, config: object, level: LogLevel, message: string]>([
  [true, {}, 'trace', 'anything'],
  [true, { pattern: 'sold out' }, 'info', 'SKU 7 is sold out'],
  [false, { pattern: 'sold out' }, 'info', 'Sold Out'],
  [true, { regex: 'took \\d{4,} ms$' }, 'info', 'query took 1200 ms'],
  [false, { regex: 'took \\d{4,} ms$' }, 'info', 'query took 120 ms'],
  [true, { level: 'warn' }, 'error', 'x'],
  [true, { level: 'warn' }, 'warn', 'x'],
  [false, { level: 'warn' }, 'info', 'x'],
  [true, { fields: { status: [{ numeric: ['>=', 500] }] } }, 'info', '{"status":503}'],
  [false, { fields: { status: [{ numeric: ['>=', 500] }] } }, 'info', '{"status":200}'],
  [false, { fields: { status: [{ exists: true }] } }, 'info', 'status 503'],
  [false, { fields: { status: [{ exists: true }] } }, 'info', '{"status":'],
  [true, { pattern: 'a', regex: '^."a', level: 'info', fields: { a: [1] } }, 'info', '{"a":1}'],
  [false, { pattern: 'a', regex: '^a', level: 'info', fields: { a: [1] } }, 'info', '{"a":1}'],
])('%s: %j for %s "%s"', (matches, config, level, message) => {
  expect(lineMatcher(LogTriggerConfig.parse({ function: 'noisy', ...config }))({ level, message })).toBe(matches)
})

test.each(['(', 'a(?=b)', '(a)\\1', '(a{500}){500}', '(?:[ab]?){400}', '(){1000}'.repeat(60)])(
  'refuses the expression %s',
  (regex) => {
    const config = LogTriggerConfig.parse({ function: 'noisy', regex })
    expect(() => lineMatcher(config)).toThrow(expect.objectContaining({ code: 'ValidationFailed' }))
  },
)

test('an expression with catastrophic backtracking ends', () => {
  const matches = lineMatcher(LogTriggerConfig.parse({ function: 'noisy', regex: '^(a+)+$' }))
  expect(matches({ level: 'info', message: `${'a'.repeat(30_000)}b` })).toBe(true)
  expect(matches({ level: 'info', message: `${'a'.repeat(5_000)}b` })).toBe(false)
})
