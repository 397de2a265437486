import { TimerTriggerConfig } from '@alcove/contract'
import { expect, test } from 'vitest'
import { dueTicks, type TimerState } from './due-ticks.ts'

const MINUTE = 60_000
const at = (time: string) => Date.parse(`2027-06-01T${time}Z`)
const every = (config: object) => TimerTriggerConfig.parse({ cron: '* * * * *', ...config })

function state(decidedUntil: string, more: Partial<TimerState> = {}): TimerState {
  const nothing = { enabled: true, watchedSince: 0, busy: false, queuedAt: null, failing: false }
  return { ...nothing, decidedUntil: at(decidedUntil), ...more }
}

/** In short: `12:01 fires`, `12:02 overlap`. */
function decide(config: object, before: TimerState, now: string): string[] {
  const { fire, skip } = dueTicks(before, every(config), at(now))
  const time = (ms: number) => new Date(ms).toISOString().slice(11, 16)
  return [
    ...fire.map(({ tick, cause }) => `${time(tick.at)} ${cause === 'catchUp' ? 'late' : 'fires'}`),
    ...skip.map(({ at, reason, ticks }) => `${time(at)} ${reason}${ticks > 1 ? ` ×${ticks}` : ''}`),
  ].toSorted()
}

const down = state('12:00:00', { watchedSince: at('12:05:30') })

test.for<[string, object, TimerState, string, string[]]>([
  ['on time', {}, state('12:00:00'), '12:01:00', ['12:01 fires']],
  ['nothing due', {}, state('12:00:00'), '12:00:59', []],
  ['late under load is not downtime', {}, state('12:00:00'), '12:02:07', ['12:01 fires', '12:02 fires']],
  ['busy, allow', { overlap: 'allow' }, state('12:00:00', { busy: true }), '12:01:00', ['12:01 fires']],
  ['busy, skip', { overlap: 'skip' }, state('12:00:00', { busy: true }), '12:01:00', ['12:01 overlap']],
  ['free, skip: one of two', { overlap: 'skip' }, state('12:00:00'), '12:02:01', ['12:01 fires', '12:02 overlap']],
  ['busy, queueOne: it waits', { overlap: 'queueOne' }, state('12:00:00', { busy: true }), '12:01:00', []],
  [
    'busy, queueOne: one waits already',
    { overlap: 'queueOne' },
    state('12:01:00', { busy: true, queuedAt: at('12:01:00') }),
    '12:02:00',
    ['12:02 overlap'],
  ],
  [
    'free again, queueOne: what waits fires',
    { overlap: 'queueOne' },
    state('12:01:00', { queuedAt: at('12:01:00') }),
    '12:01:20',
    ['12:01 fires'],
  ],
  [
    'busy, cancelPrevious',
    { overlap: 'cancelPrevious' },
    state('12:00:00', { busy: true }),
    '12:02:00',
    ['12:01 overlap', '12:02 fires'],
  ],
  [
    'downtime, skip',
    { catchUp: 'skip' },
    down,
    '12:05:30',
    ['12:01', '12:02', '12:03', '12:04', '12:05'].map((time) => `${time} downtime`),
  ],
  [
    'downtime, last',
    { catchUp: 'last' },
    down,
    '12:05:30',
    [...['12:01', '12:02', '12:03', '12:04'].map((time) => `${time} downtime`), '12:05 late'],
  ],
  [
    'downtime, all up to 2',
    { catchUp: 'all', catchUpMax: 2 },
    down,
    '12:05:30',
    ['12:01 downtime', '12:02 downtime', '12:03 downtime', '12:04 late', '12:05 late'],
  ],
  [
    'downtime, all within two minutes',
    { catchUp: 'all', catchUpWindowSeconds: 120 },
    down,
    '12:05:30',
    ['12:01 downtime', '12:02 downtime', '12:03 downtime', '12:04 late', '12:05 late'],
  ],
  ['paused', {}, state('12:00:00', { enabled: false }), '12:02:00', ['12:01 paused', '12:02 paused']],
  ['failed too often', {}, state('12:00:00', { failing: true }), '12:01:00', ['12:01 paused']],
  // The clock jumps: forward is like downtime, back is a wait.
  [
    'an hour forward',
    { cron: '*/20 * * * *', catchUp: 'last' },
    state('12:00:00', { watchedSince: at('13:00:30') }),
    '13:00:30',
    ['12:20 downtime', '12:40 downtime', '13:00 late'],
  ],
  ['an hour back', {}, state('13:00:00'), '12:00:00', []],
])('%s', ([, config, before, now, expected]) => {
  expect(decide(config, before, now)).toEqual(expected)
})

test('a clock that was set back fires no tick twice, and continues where it was', () => {
  const decision = dueTicks(state('13:00:00'), every({}), at('12:00:00'))
  expect(decision.decidedUntil).toBe(at('13:00:00'))
  expect(decision.checkAt).toBe(at('13:01:00'))
})

test('a long downtime is a thousand entries and one for the rest', () => {
  const week = 7 * 24 * 60
  const before = { ...state('12:00:00'), watchedSince: at('12:00:00') + week * MINUTE + 5_000 }
  const { skip } = dueTicks(before, every({ catchUp: 'skip' }), before.watchedSince)
  expect(skip).toHaveLength(1001)
  expect(skip.reduce((sum, { ticks }) => sum + ticks, 0)).toBe(week)
})

test('a tick that waits for a run to end is checked every second', () => {
  const decision = dueTicks(state('12:00:00', { busy: true }), every({ overlap: 'queueOne' }), at('12:01:00'))
  expect(decision).toMatchObject({ queuedAt: at('12:01:00'), checkAt: at('12:01:01') })
})

test('once is once', () => {
  const config = TimerTriggerConfig.parse({ at: '2027-06-01T12:01:00Z' })
  const decision = dueTicks(state('12:00:00'), config, at('12:01:00'))
  expect(decision.fire).toHaveLength(1)
  expect(decision.checkAt).toBeNull()
})
