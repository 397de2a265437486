import { expect, test } from 'vitest'
import { levelAt } from './levelAt.ts'

const lag = (at: number, lagSeconds: number) => ({ at: at * 1000, lagSeconds })

test.each([
  ['nothing was seen', [], null],
  ['it was seen for too short a time', [lag(0, 1000), lag(20, 800)], null],
  ['the lag grows', [lag(0, 1000), lag(60, 1060)], null],
  ['the lag stays', [lag(0, 1000), lag(60, 1000)], null],
  ['it shrinks by 10 s each second', [lag(0, 1600), lag(30, 1400), lag(60, 1000)], 160_000],
])('when a sink is level where %s', (_, seen, expected) => {
  expect(levelAt(seen)).toBe(expected)
})
