import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

const FN = '/spaces/shop/functions/talk'
const LINES = 20_000
let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove()
  await alcove.api('POST', '/spaces', { name: 'shop' })
  await alcove.deploy('shop', 'talk', 'export const handler = async () => 1')
  const { spaceId, functionId } = alcove.deps.platform.routes.find('shop', 'talk')!
  await alcove.deps.platform.pool.query(
    `insert into log_lines (id, space_id, function_id, invocation_id, time, level, message, truncated_bytes)
     select uuidv7(), $1, $2, gen_random_uuid(), now(), 'info', repeat('line ' || n || ' ', 30), 0
     from generate_series(1, ${LINES}) n`,
    [spaceId, functionId],
  )
})
afterAll(() => alcove[Symbol.asyncDispose]())

/** Statements that run in the lane of searches. */
const inLane = async () => {
  const { rows } = await alcove.deps.platform.pool.query(
    "select query from pg_stat_activity where application_name = 'alcove-searches' and state = 'active'",
  )
  return rows.length
}

test('of thirty searches at once some are answered and others told to wait, and small reads continue meanwhile', async () => {
  const searches = Array.from({ length: 30 }, () => alcove.api('GET', `${FN}/logs?q=not%20there`))
  const small = await Promise.all(Array.from({ length: 10 }, () => alcove.api('GET', '/spaces/shop/functions')))
  expect(small.map(({ status }) => status)).toEqual(Array(10).fill(200))
  const answers = await Promise.all(searches)
  const statuses = answers.map(({ status }) => status)
  // Two run and sixteen wait.
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(18)
  for (const { status, headers, body } of answers.filter((answer) => answer.status !== 200)) {
    expect([status, body.code, headers.get('retry-after')]).toEqual([429, 'TooManyRequests', '2'])
  }
})

test.each([
  [`${FN}/logs?q=x`, true],
  [`${FN}/logs?level=error`, true],
  [`${FN}/logs?to=2030-01-01T00:00:00Z`, true],
  [`${FN}/logs`, false],
  [`${FN}/logs?invocation=018f0000-0000-7000-8000-000000000000`, false],
  [`${FN}/invocations?q=x`, true],
  ['/spaces/shop/invocations?status=timeout', true],
  ['/spaces/shop/invocations', false],
  ['/audit', true],
  ['/overview', true],
  ['/spaces/shop/metrics', true],
  [`${FN}/metrics?from=2025-01-01T00:00:00Z&to=2025-02-01T00:00:00Z`, true],
  [`${FN}/metrics`, false],
  [`${FN}/right-sizing`, true],
])('GET %s is a search: %s', async (path, expected) => {
  const { searches } = alcove.deps.platform
  const run = searches.run
  let used = false
  searches.run = (...request) => ((used = true), run(...request))
  try {
    expect((await alcove.api('GET', path)).status).toBe(200)
  } finally {
    searches.run = run
  }
  expect(used).toBe(expected)
})

test('when a client disconnects, its search is cancelled', async () => {
  const { pool } = alcove.deps.platform
  // Holds what the search reads, so that it cannot end before the client leaves.
  await using stack = new AsyncDisposableStack()
  const holder = await pool.connect()
  stack.defer(() => holder.release())
  await holder.query('begin; lock table log_lines in access exclusive mode')
  stack.defer(async () => void (await holder.query('rollback')))
  const leaving = new AbortController()
  const answer = alcove.fetch(`/api/v1${FN}/logs?q=x`, { signal: leaving.signal }).catch((error: Error) => error.name)
  await expect.poll(inLane).toBe(1)
  leaving.abort()
  expect(await answer).toBe('AbortError')
  await expect.poll(inLane).toBe(0)
})
