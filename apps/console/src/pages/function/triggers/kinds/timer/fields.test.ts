import { TimerTriggerConfig, type TriggerOf } from '@alcove/contract'
import { expect, test } from 'vitest'
import { fieldsOf, readFields } from './fields.ts'

const textOf = ({ payload }: TimerTriggerConfig) => (payload === undefined ? null : JSON.stringify(payload))

const edit = (given: object, changes: object = {}) => {
  const config = TimerTriggerConfig.parse(given)
  const trigger = { name: 'tick', qualifier: 'live', config, payloadText: textOf(config) } as TriggerOf<'timer'>
  return { config, read: readFields({ ...fieldsOf(trigger, 'draft'), ...changes }, config) }
}

test.each([
  { cron: '0 30 2 * * *', timezone: 'Europe/Berlin', start: '2026-01-01T00:00:00.123Z', end: '2027-01-01T00:00:00Z' },
  // 02:30 comes twice on this day in Berlin: the second time.
  { at: '2026-10-25T01:30:00.000Z', timezone: 'Europe/Berlin' },
  { rateSeconds: 90, catchUpWindowSeconds: 100 },
  { cron: '* * * * *', payload: [1, '2', null], dst: { skipped: 'skip', repeated: 'both' }, pauseAfterFailures: 3 },
])('what is opened and not edited stays as it is: %j', (given) => {
  const { config, read } = edit(given)
  expect(read.config).toEqual(config)
})

test.each([
  ['Asia/Tokyo', '2026-12-01T09:00', '2026-12-01T00:00:00.000Z'],
  ['America/New_York', '2026-12-01T09:00', '2026-12-01T14:00:00.000Z'],
  // Pasted with spaces around it.
  [' Asia/Tokyo ', '2026-12-01T09:00:30', '2026-12-01T00:00:30.000Z'],
])('a time is one of the timer’s zone: %s %s', (timezone, at, moment) => {
  const { read } = edit({ at: '2026-11-01T00:00:00Z' }, { timezone, at })
  expect(read.config).toMatchObject({ timezone: timezone.trim(), at: moment })
})

test('a zone that is still being typed has an error, and only that', () => {
  const { read } = edit({ at: '2026-11-01T00:00:00Z', timezone: 'Asia/Tokyo' }, { timezone: 'Asia/To' })
  expect(read.errors?.['timezone']).toContain('Asia/To')
})

test('a pattern is taken as pasted, without the spaces around it', () => {
  expect(edit({ cron: ' 0 0 * * *\n' }).config.cron).toBe('0 0 * * *')
})

test('a payload keeps all digits of its numbers', () => {
  const payload = '{"id":12345678901234567890,"price":1.10}'
  const { read } = edit({ cron: '* * * * *' }, { payload })
  expect(JSON.stringify(read.config?.payload)).toBe(payload)
  const trigger = { config: read.config, payloadText: payload } as TriggerOf<'timer'>
  expect(fieldsOf(trigger, 'draft').payload).toBe(`{\n  "id": 12345678901234567890,\n  "price": 1.10\n}`)
})
