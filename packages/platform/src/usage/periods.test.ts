import { expect, test } from 'vitest'
import { periodsOf } from './periods.ts'

const at = (text: string) => new Date(`2026-11-${text}Z`)
const short = ({ from, to }: { from: Date; to: Date }) =>
  `${from.toISOString().slice(8, 16)} ${to.toISOString().slice(8, 16)}`

test.each([
  ['a month is read by days', '01T00:00', '30T00:00', [], ['01T00:00 30T00:00'], []],
  [
    'the ends of a range by hours',
    '01T22:00',
    '03T05:00',
    [],
    ['02T00:00 03T00:00'],
    ['01T22:00 02T00:00', '03T00:00 03T05:00'],
  ],
  ['hours of one day by hours', '01T02:00', '01T05:00', [], [], ['01T02:00 01T05:00']],
  ['less than two whole days by hours', '01T02:00', '02T05:00', [], [], ['01T02:00 02T05:00']],
  [
    'a day within which prices change by hours',
    '01T00:00',
    '05T00:00',
    ['02T09:30', '02T11:00', '09T00:00'],
    ['01T00:00 02T00:00', '03T00:00 05T00:00'],
    ['02T00:00 03T00:00'],
  ],
])('%s', (_, from, to, changes, days, hours) => {
  const periods = periodsOf(
    { from: at(from), to: at(to) },
    changes.map((validFrom) => ({ validFrom: at(validFrom) })),
  )
  expect([periods.days.map(short), periods.hours.map(short)]).toEqual([days, hours])
})
