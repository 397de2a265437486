import { expect, test } from 'vitest'
import { limitHeaders, RateLimits } from './rate-limits.ts'

const limit = { requests: 7, seconds: 60 }

test('a bucket gives what it holds, and then one token each time it has filled by one', () => {
  let now = 1e6
  const limits = new RateLimits(() => now)
  const take = () => limits.take('a', limit)
  for (let left = 6; left >= 0; left -= 1) expect(take()).toMatchObject({ allowed: true, remaining: left })
  const refused = take()
  expect(refused).toMatchObject({ allowed: false, remaining: 0, retryAfterSeconds: 9, resetSeconds: 60 })
  expect(limitHeaders(refused)).toEqual({
    'RateLimit-Limit': '7',
    'RateLimit-Policy': '7;w=60',
    'RateLimit-Remaining': '0',
    'RateLimit-Reset': '60',
    'Retry-After': '9',
  })
  now += 60_000 / 7 - 1
  expect(take().allowed).toBe(false)
  now += 1
  expect([take().allowed, take().allowed]).toEqual([true, false])
  // In a hundred windows of small steps exactly a hundred buckets come out.
  let given = 0
  for (let step = 0; step < 60_000; step += 1) {
    now += 100
    if (take().allowed) given += 1
  }
  expect(given).toBe(700)
  now += 3600_000
  expect(take()).toMatchObject({ allowed: true, remaining: 6 })
})

test('each caller has a bucket of its own', () => {
  const limits = new RateLimits(() => 0)
  const one = { requests: 1, seconds: 1 }
  expect(['a', 'b', 'a', 'b'].map((who) => limits.take(who, one).allowed)).toEqual([true, true, false, false])
})
