import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { noteServerTime, serverNow } from './clock.ts'

const SERVER = Date.parse('2026-11-28T20:00:00Z')
const answered = (at: number, cache = 'no-store') =>
  new Headers({ date: new Date(at).toUTCString(), 'cache-control': cache })

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  vi.setSystemTime(SERVER)
  noteServerTime(answered(SERVER), SERVER)
  vi.useRealTimers()
})

test('a clock that is right is used as it is, also on a slow line', () => {
  vi.setSystemTime(SERVER)
  noteServerTime(answered(SERVER - 9_000), SERVER - 20_000)
  noteServerTime(answered(SERVER - 999), SERVER - 5)
  noteServerTime(new Headers(), SERVER)
  expect(serverNow()).toBe(SERVER)
})

test.each([-3_600_000, 3_600_000])('a browser whose clock is %d ms off tells the time of the server', (off) => {
  vi.setSystemTime(SERVER + off)
  noteServerTime(answered(SERVER), Date.now() - 40)
  expect(serverNow() - SERVER).toBeGreaterThanOrEqual(0)
  expect(serverNow() - SERVER).toBeLessThan(2000)
  const before = serverNow()
  noteServerTime(answered(SERVER - 1000), Date.now() - 3000)
  noteServerTime(answered(SERVER - 900_000, 'max-age=31536000'), Date.now())
  expect(serverNow()).toBe(before)
})
