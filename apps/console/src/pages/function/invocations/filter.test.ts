import { describe, expect, it } from 'vitest'
import { countedByMetrics, invocationFilter } from './filter.ts'

describe('invocationFilter()', () => {
  it('reads every token and leaves the rest as text', () => {
    expect(
      invocationFilter('status:timeout,functionError version:v3 alias:live trigger:http slower:200 cannot read'),
    ).toEqual({
      status: ['timeout', 'functionError'],
      version: 3,
      qualifier: 'live',
      trigger: 'http',
      minDurationMs: 200,
      q: 'cannot read',
    })
  })
  it('leaves out a value that its key does not have', () => {
    expect(invocationFilter('status:lost version:first')).toEqual({})
  })
  it('knows the draft as a version', () => {
    expect(invocationFilter('version:draft')).toEqual({ version: 'draft' })
  })
})

describe('countedByMetrics()', () => {
  it('holds without filters and for a version alone', () => {
    expect([{}, { version: 3 }, { version: 3, q: 'x' }].map((filter) => countedByMetrics(filter))).toEqual([
      true,
      true,
      false,
    ])
  })
})
