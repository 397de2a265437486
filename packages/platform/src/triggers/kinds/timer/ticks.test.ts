import { TimerTriggerConfig } from '@alcove/contract'
import { expect, test } from 'vitest'
import { ticksBetween } from './count-ticks.ts'
import { scheduleOf } from './ticks.ts'
import { localText } from './zone.ts'

/** Ticks of a schedule between two times, in local time. */
function run(config: object, from: string, to: string): string[] {
  const schedule = scheduleOf(TimerTriggerConfig.parse(config))
  const ticks = ticksBetween(schedule, Date.parse(from) - 1, Date.parse(to))
  return ticks.map(({ at }) => localText(at, schedule.zone).slice(11))
}

const half = '*/30 1-3 * * *'

type Range = readonly [from: string, to: string]

const CHANGES: {
  timezone: string
  spring: Range
  autumn: Range
  expected: Record<'skip' | 'first' | 'last', string[]>
}[] = [
  {
    timezone: 'Europe/Berlin',
    spring: ['2027-03-28T00:00Z', '2027-03-28T01:59Z'],
    autumn: ['2027-10-30T23:00Z', '2027-10-31T02:59Z'],
    expected: {
      skip: ['01:00:00+01:00', '01:30:00+01:00', '03:00:00+02:00', '03:30:00+02:00'],
      first: [
        '01:00:00+02:00',
        '01:30:00+02:00',
        '02:00:00+02:00',
        '02:30:00+02:00',
        '03:00:00+01:00',
        '03:30:00+01:00',
      ],
      last: [
        '01:00:00+02:00',
        '01:30:00+02:00',
        '02:00:00+01:00',
        '02:30:00+01:00',
        '03:00:00+01:00',
        '03:30:00+01:00',
      ],
    },
  },
  {
    timezone: 'America/New_York',
    spring: ['2027-03-14T06:00Z', '2027-03-14T07:59Z'],
    autumn: ['2027-11-07T05:00Z', '2027-11-07T08:59Z'],
    expected: {
      skip: ['01:00:00-05:00', '01:30:00-05:00', '03:00:00-04:00', '03:30:00-04:00'],
      first: [
        '01:00:00-04:00',
        '01:30:00-04:00',
        '02:00:00-05:00',
        '02:30:00-05:00',
        '03:00:00-05:00',
        '03:30:00-05:00',
      ],
      last: [
        '01:00:00-05:00',
        '01:30:00-05:00',
        '02:00:00-05:00',
        '02:30:00-05:00',
        '03:00:00-05:00',
        '03:30:00-05:00',
      ],
    },
  },
  {
    // Half an hour: 02:00 becomes 02:30 in October, and 02:00 becomes 01:30 in April.
    timezone: 'Australia/Lord_Howe',
    spring: ['2027-10-02T14:30Z', '2027-10-02T16:59Z'],
    autumn: ['2027-04-03T14:00Z', '2027-04-03T17:00Z'],
    expected: {
      skip: ['01:00:00+10:30', '01:30:00+10:30', '02:30:00+11:00', '03:00:00+11:00', '03:30:00+11:00'],
      first: [
        '01:00:00+11:00',
        '01:30:00+11:00',
        '02:00:00+10:30',
        '02:30:00+10:30',
        '03:00:00+10:30',
        '03:30:00+10:30',
      ],
      last: [
        '01:00:00+11:00',
        '01:30:00+10:30',
        '02:00:00+10:30',
        '02:30:00+10:30',
        '03:00:00+10:30',
        '03:30:00+10:30',
      ],
    },
  },
]

test.for(CHANGES)('$timezone: a half-hourly pattern over both changes, by every rule', (zone) => {
  const { timezone, spring, autumn, expected } = zone
  const config = (dst: object) => ({ cron: half, timezone, dst })
  expect(run(config({ skipped: 'skip' }), ...spring)).toEqual(expected.skip)
  // A shifted time that the clock shows anyway is one run.
  expect(run(config({ skipped: 'shift' }), ...spring)).toEqual(expected.skip)
  expect(run(config({ repeated: 'first' }), ...autumn)).toEqual(expected.first)
  expect(run(config({ repeated: 'last' }), ...autumn)).toEqual(expected.last)
  const both = [...new Set([...expected.first, ...expected.last])]
  expect(run(config({ repeated: 'both' }), ...autumn).toSorted()).toEqual(both.toSorted())
})

test.for([
  ['Europe/Berlin', '30 2 * * *', '2027-03-28T00:00Z', '03:30:00+02:00'],
  ['America/New_York', '30 2 * * *', '2027-03-14T00:00Z', '03:30:00-04:00'],
  ['Australia/Lord_Howe', '15 2 * * *', '2027-10-02T12:00Z', '02:45:00+11:00'],
])('%s: the daily %s runs later on the day it does not exist, or not at all', ([timezone, cron, from, shifted]) => {
  const until = new Date(Date.parse(from!) + 12 * 3600_000).toISOString()
  expect(run({ cron, timezone, dst: { skipped: 'shift' } }, from!, until)).toEqual([shifted])
  expect(run({ cron, timezone, dst: { skipped: 'skip' } }, from!, until)).toEqual([])
  expect(run({ cron, timezone }, from!, until)).toEqual([shifted])
})

test('a pattern for every hour follows the time that passes unless told otherwise', () => {
  const autumn = ['2027-10-30T22:00Z', '2027-10-31T02:00Z'] as const
  expect(run({ cron: '0 * * * *', timezone: 'Europe/Berlin' }, ...autumn)).toHaveLength(5)
  expect(run({ cron: '30 2 * * *', timezone: 'Europe/Berlin' }, ...autumn)).toEqual(['02:30:00+02:00'])
})

test('ticks are the same when computed from inside a repeated or skipped hour', () => {
  for (const dst of [{ repeated: 'last' }, { repeated: 'both' }, { skipped: 'shift' }]) {
    const config = { cron: '*/7 1-3 * * *', timezone: 'Europe/Berlin', dst }
    for (const day of ['2027-03-28', '2027-10-31']) {
      const whole = run(config, `${day}T00:00Z`, `${day}T04:00Z`)
      const parts = ['00', '01', '02', '03'].flatMap((hour) => [
        ...run(config, `${day}T${hour}:00Z`, `${day}T${hour}:29:59Z`),
        ...run(config, `${day}T${hour}:30Z`, `${day}T${hour}:59:59Z`),
      ])
      expect(parts).toEqual(whole)
    }
  }
})

test('the 29th of February comes every four years, and on a Monday every 28', () => {
  const days = (cron: string, count: number) => {
    const schedule = scheduleOf(TimerTriggerConfig.parse({ cron }))
    const ticks = schedule.ticks(Date.parse('2026-01-01T00:00Z'))
    return Array.from({ length: count }, () => new Date(ticks.next().value!.at).toISOString().slice(0, 10))
  }
  expect(days('0 12 29 2 *', 3)).toEqual(['2028-02-29', '2032-02-29', '2036-02-29'])
  expect(days('0 0 L 2 *', 3)).toEqual(['2026-02-28', '2027-02-28', '2028-02-29'])
})

test('the 30th of February never comes, and saying so takes no time', () => {
  const schedule = scheduleOf(TimerTriggerConfig.parse({ cron: '0 0 30 2 *', timezone: 'Europe/Berlin' }))
  expect(schedule.ticks(0).next().value).toBeUndefined()
})

test('a rate keeps to its grid, between start and end', () => {
  expect(run({ rateSeconds: 20 }, '2027-01-01T00:00:05Z', '2027-01-01T00:01:00Z')).toEqual([
    '00:00:20+00:00',
    '00:00:40+00:00',
    '00:01:00+00:00',
  ])
  const bounded = { rateSeconds: 20, start: '2027-01-01T00:00:07Z', end: '2027-01-01T00:00:47Z' }
  expect(run(bounded, '2026-12-31T00:00:05Z', '2027-01-02T00:01:00Z')).toEqual(['00:00:07+00:00', '00:00:27+00:00'])
})

test.for([
  [{ cron: ' ' }, 'has 0'],
  [{ cron: '* * *' }, 'has 3'],
  [{ cron: '* * * * * * *' }, 'has 7'],
  [{ cron: '61 * * * *' }, `"61" is not a cron pattern's minute: use 0 to 59`],
  [{ cron: '0 * 5-2 * * *' }, `"5-2" is not a cron pattern's hour`],
  [{ cron: '0 3 * * XYZ' }, `"XYZ" is not a cron pattern's day of the week`],
  // Noon each day on AWS, whose sixth field is the year.
  [{ cron: '0 12 * * ? *' }, `"?" is not a cron pattern's month`],
  [{ cron: '0 12 ? * 2 *' }, `"?" is not a cron pattern's hour`],
  [{ cron: 'every day at twelve sharp' }, `"every" is not a cron pattern's minute`],
  [{ cron: '0 0 * * *', timezone: 'Mars/Olympus' }, 'no time zone'],
  [{ rateSeconds: 0.2 }, 'Every 200 ms is too often'],
  [{ rateSeconds: 1.5 }, 'whole seconds'],
  [{ cron: '* * * * *', rateSeconds: 5 }, 'Give one of'],
  [{}, 'Give one of'],
  [{ rateSeconds: 5, start: '2027-01-02T00:00:00Z', end: '2027-01-01T00:00:00Z' }, 'after start'],
] as const)('%j is refused: %s', ([config, message]) => {
  expect(() => scheduleOf(TimerTriggerConfig.parse(config))).toThrow(message)
})
