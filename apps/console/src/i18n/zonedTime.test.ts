import { expect, test } from 'vitest'
import { momentOf, wallTime } from './zonedTime.ts'

test.each([
  ['UTC', '2026-11-21T21:48', '2026-11-21T21:48:00Z'],
  ['Europe/Berlin', '2026-11-21T21:48', '2026-11-21T20:48:00Z'],
  ['Europe/Berlin', '2026-07-01T00:00:30', '2026-06-30T22:00:30Z'],
  ['Asia/Kathmandu', '2026-01-01T05:45', '2026-01-01T00:00:00Z'],
  ['America/St_Johns', '2026-01-01T00:00', '2026-01-01T03:30:00Z'],
])('%s: %s is %s, and back', (zone, wall, moment) => {
  expect(momentOf(wall, zone)).toBe(Date.parse(moment))
  expect(wallTime(Date.parse(moment), zone)).toMatch(new RegExp(`^${wall}`))
})

test('an hour that comes twice is the first one, and one that is skipped the moment after', () => {
  expect(new Date(momentOf('2026-10-25T02:30', 'Europe/Berlin')).toISOString()).toBe('2026-10-25T00:30:00.000Z')
  expect(new Date(momentOf('2026-03-29T02:30', 'Europe/Berlin')).toISOString()).toBe('2026-03-29T01:30:00.000Z')
  expect(momentOf('soon', 'Europe/Berlin')).toBeNaN()
})
