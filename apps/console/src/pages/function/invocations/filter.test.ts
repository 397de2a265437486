import { describe, expect, it } from 'vitest'
import { countedByMetrics, invocationFilter, tokenOf, withToken } from './filter.ts'

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
    expect(invocationFilter('status:constructor')).toEqual({})
    expect(invocationFilter('status:refused,timeout')).toEqual({
      status: ['throttled', 'rejected', 'cancelled', 'timeout'],
    })
  })
  it('knows the draft as a version', () => {
    expect(invocationFilter('version:draft')).toEqual({ version: 'draft' })
  })
})

describe('tokens of inputs', () => {
  it('become conditions, as often as they are given', () => {
    expect(invocationFilter('input.order.currency:USD input.coupon:* caller:"function cart"')).toEqual({
      input: ['order.currency=USD', 'coupon=*'],
      caller: 'function cart',
    })
  })
  it('are made of differences, except of values that would end the token', () => {
    const query = withToken('status:timeout input.a:1 text', 'input.b', 'two words')
    expect(query).toBe('status:timeout input.a:1 input.b:"two words" text')
    expect(invocationFilter(query).input).toEqual(['a=1', 'b=two words'])
    expect(tokenOf({ field: 'version', value: '42' })).toEqual({ key: 'version', value: '42' })
    expect(tokenOf({ field: 'input.a', value: 'a "b" c' })).toBeNull()
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
