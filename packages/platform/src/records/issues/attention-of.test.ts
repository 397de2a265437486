import { expect, test } from 'vitest'
import { attentionOf } from './attention-of.ts'

const NOW = Date.parse('2026-11-21T21:48:00Z')
const OLD = '2026-10-02T08:00:00Z'
const TODAY = '2026-11-21T19:32:00Z'
const steady = Array.from({ length: 24 }, () => 4)
const hours = (...last: [number, number, number]) => [...Array.from({ length: 20 }, () => 0), 6, ...last]
const known = { status: 'open', firstSeen: OLD, reopenedAt: null, hours: steady } as const

test.each([
  ['steady', known, null],
  ['first seen today', { ...known, firstSeen: TODAY }, 'new'],
  ['reopened today', { ...known, reopenedAt: TODAY }, 'back'],
  ['reopened on the day it was first seen', { ...known, firstSeen: TODAY, reopenedAt: TODAY }, 'back'],
  ['reopened long ago', { ...known, reopenedAt: OLD }, null],
  ['failing more in 3 hours than in the 21 before', { ...known, hours: hours(0, 2, 8) }, 'rising'],
  ['failing more, but seldom', { ...known, hours: hours(0, 1, 8) }, null],
  ['resolved', { ...known, status: 'resolved', firstSeen: TODAY }, null],
] as const)('an issue that is %s', (_, issue, expected) => {
  expect(attentionOf(issue, NOW)).toBe(expected)
})
