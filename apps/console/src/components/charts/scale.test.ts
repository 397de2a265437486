import { describe, expect, it } from 'vitest'
import { decades, decadeTicks, logPosition, timeTicks } from './scale.ts'

const minutes = (n: number) => n * 60_000

describe('timeTicks()', () => {
  it('lands on round times inside the range', () => {
    const from = new Date(2026, 10, 21, 18, 48).getTime()
    const ticks = timeTicks(from, from + minutes(180), 6).map((tick) => new Date(tick))
    expect(ticks.map((tick) => `${tick.getHours()}:${tick.getMinutes()}`)).toEqual([
      '19:0',
      '19:30',
      '20:0',
      '20:30',
      '21:0',
      '21:30',
    ])
  })
  it('never gives more than asked, give or take the edge', () => {
    for (const span of [1, 7, 60, 360, 1_440, 10_080, 43_200]) {
      expect(timeTicks(0, minutes(span), 6).length).toBeLessThanOrEqual(7)
    }
  })
})

describe('decades()', () => {
  it('holds every value', () => {
    expect(decades([12, 4_000])).toEqual([10, 10_000])
  })
  it('spans three at least', () => {
    expect(decades([40, 60])).toEqual([10, 10_000])
  })
  it('has an answer for no values', () => {
    expect(decadeTicks(decades([]))).toEqual([10, 100, 1_000, 10_000])
  })
})

describe('logPosition()', () => {
  it('puts each decade at an equal distance', () => {
    const domain = [10, 1_000] as const
    expect([10, 100, 1_000].map((value) => logPosition(value, domain))).toEqual([0, 0.5, 1])
  })
})
