import { LIMITS, type CapturedLine } from '@alcove/contract'
import { expect, test } from 'vitest'
import { CallLog } from './call-log.ts'
import { redactor } from './redact.ts'

test('secrets with names longer than their values lengthen neither a line nor a log beyond its limit', () => {
  const lines: CapturedLine[] = []
  const log = new CallLog((line) => lines.push(line), redactor({ [`S${'_'.repeat(100)}`]: 'abcdef' }))
  const message = 'abcdef '.repeat(1000)
  for (let n = 0; n < 200; n++) log.add({ time: 0, level: 'info', message, truncatedBytes: 0 })
  const [first] = lines
  expect(first!.message).toHaveLength(LIMITS.logLineBytes)
  expect(first!.truncatedBytes).toBe(1000 * `[secret S${'_'.repeat(100)}] `.length - LIMITS.logLineBytes)
  const total = lines.reduce((sum, line) => sum + line.message.length, 0)
  expect(total).toBeLessThan(LIMITS.logBytes + 2 * LIMITS.logLineBytes)
  expect(log.full).toBe(true)
})
