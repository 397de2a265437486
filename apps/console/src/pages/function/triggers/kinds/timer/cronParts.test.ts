import { expect, test } from 'vitest'
import { cronParts } from './cronParts.ts'

const shown = (cron: string) => cronParts(cron).map(({ name, text }) => `${name} ${text}`.trim())

test('a pattern of six fields begins with seconds, one of five with minutes', () => {
  expect(shown('0 30 2 * * SUN#L')).toEqual(['second 0', 'minute 30', 'hour 2', 'day *', 'month *', 'weekday SUN#L'])
  expect(shown('30 2 * * 1-5')).toEqual(['minute 30', 'hour 2', 'day *', 'month *', 'weekday 1-5'])
})

test('fields that are not typed yet are empty, and what is too many is left out', () => {
  expect(shown('')).toEqual(['minute', 'hour', 'day', 'month', 'weekday'])
  expect(shown('30 2')).toEqual(['minute 30', 'hour 2', 'day', 'month', 'weekday'])
  expect(shown('0 30 2 * * * 2027')).toHaveLength(6)
})

test('a field knows where it stands, however it is spaced', () => {
  const hour = cronParts(' 30   12 * * *').find(({ name }) => name === 'hour')
  expect(hour).toMatchObject({ from: 6, to: 8 })
})
