import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../src/kernel/actor.ts'
import { openSearchLane, type SearchLane, type SearchLimits } from '../src/kernel/search-lane.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { codeOf } from './scene.ts'

let platform: TestPlatform
const lanes: SearchLane[] = []
beforeAll(async () => {
  platform = await openTestPlatform()
})
afterEach(() => Promise.all(lanes.splice(0).map((lane) => lane.close())))
afterAll(() => platform.close())

const LIMITS = { running: 3, runningPerAccount: 2, waiting: 4, waitingPerAccount: 3, statementMs: 20_000 }
function lane(limits: Partial<SearchLimits> = {}): SearchLane {
  const opened = openSearchLane(platform.databaseUrl, platform.pool, { ...LIMITS, ...limits })
  lanes.push(opened)
  return opened
}

const person = (id: string): Actor => ({ kind: 'account', id, name: id, email: `${id}@a.test`, administrator: false })

/** Searches that run until they are released. */
function searches(through: SearchLane) {
  const open: PromiseWithResolvers<void>[] = []
  return {
    running: () => open.length,
    letGo: () => open.shift()!.resolve(),
    start: (who: string, signal?: AbortSignal) =>
      codeOf(
        through.run({ actor: person(who), ...(signal && { signal }) }, async (connection) => {
          await connection.execute(sql`select 1`)
          const gate = Promise.withResolvers<void>()
          open.push(gate)
          await gate.promise
        }),
      ),
  }
}

const activeSleeps = async () => {
  const { rows } = await platform.pool.query(
    "select pid from pg_stat_activity where datname = current_database() and state = 'active' and query like 'select pg_sleep%'",
  )
  return rows.length
}

test('an account runs two at a time, three more wait, and further ones are refused; others still get their turn', async () => {
  const { start, running, letGo } = searches(lane())
  const ada = Array.from({ length: 5 }, () => start('ada'))
  expect(await start('ada')).toBe('TooManyRequests')
  const bob = start('bob')
  await expect.poll(running).toBe(3)
  // On the server three run, three of Ada's wait, and there is room for one more.
  const eve = start('eve')
  expect(await start('mallory')).toBe('Unavailable')
  for (let n = 0; n < 7; n += 1) {
    await expect.poll(running).toBeGreaterThan(0)
    letGo()
  }
  expect(await Promise.all([...ada, bob, eve])).toEqual(Array(7).fill('ok'))
  expect(running()).toBe(0)
})

test('a refusal says when to try again', async () => {
  const narrow = lane({ running: 1, runningPerAccount: 1, waiting: 0, waitingPerAccount: 0 })
  const { start, running, letGo } = searches(narrow)
  const first = start('ada')
  const second = narrow.run({ actor: person('ada') }, async () => {})
  await expect(second).rejects.toMatchObject({ code: 'TooManyRequests', extras: { headers: { 'Retry-After': '2' } } })
  await expect.poll(running).toBe(1)
  letGo()
  expect(await first).toBe('ok')
  // A failed search frees its place as well.
  await expect(narrow.run({ actor: person('ada') }, (db) => db.execute(sql`select nonsense`))).rejects.toThrow(
    'nonsense',
  )
  await narrow.run({ actor: person('ada') }, async () => {})
})

test('a statement that takes too long is cancelled in PostgreSQL, with the advice to narrow the search', async () => {
  const search = lane({ statementMs: 50 }).run({ actor: person('ada') }, (db) => db.execute(sql`select pg_sleep(600)`))
  await expect(search).rejects.toMatchObject({
    code: 'SearchTooBroad',
    status: 422,
    message: 'The search took longer than 0.05 seconds. Narrow the time range or the filters',
  })
  // The error is sent a moment before the session counts as idle.
  await expect.poll(activeSleeps).toBe(0)
})

test('when the client disconnects, the statement is cancelled in PostgreSQL and the next search starts', async () => {
  const narrow = lane({ running: 1 })
  const leaving = new AbortController()
  const search = codeOf(
    narrow.run({ actor: person('ada'), signal: leaving.signal }, (db) => db.execute(sql`select pg_sleep(600)`)),
  )
  await expect.poll(activeSleeps).toBe(1)
  const next = codeOf(narrow.run({ actor: person('bob') }, (db) => db.execute(sql`select 1`)))
  leaving.abort()
  expect([await search, await next]).toEqual(['Cancelled', 'ok'])
  await expect.poll(activeSleeps).toBe(0)
})

test('a client that leaves the queue frees its place', async () => {
  const { start, running, letGo } = searches(lane({ running: 1, waiting: 1 }))
  const first = start('ada')
  await expect.poll(running).toBe(1)
  const leaving = new AbortController()
  const waiting = start('bob', leaving.signal)
  leaving.abort()
  expect(await waiting).toBe('Cancelled')
  expect(await start('bob', AbortSignal.abort())).toBe('Cancelled')
  const next = start('eve')
  letGo()
  expect(await first).toBe('ok')
  await expect.poll(running).toBe(1)
  letGo()
  expect(await next).toBe('ok')
})

test('searches take no connection from other reads', async () => {
  const busy = lane()
  const leaving = new AbortController()
  const sleeping = ['ada', 'ada', 'bob'].map((who) =>
    codeOf(busy.run({ actor: person(who), signal: leaving.signal }, (db) => db.execute(sql`select pg_sleep(600)`))),
  )
  await expect.poll(activeSleeps).toBe(3)
  const max = platform.pool.options.max
  const clients = await Promise.all(Array.from({ length: max }, () => platform.pool.connect()))
  for (const client of clients) client.release()
  leaving.abort()
  expect(await Promise.all(sleeping)).toEqual(Array(3).fill('Cancelled'))
})
