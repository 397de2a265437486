import { noteSpaceFiles } from '@alcove/platform'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTwoServers, type Alcove } from './alcove.ts'

const [MINUTE, DAY] = [60_000, 86_400_000]
const MIB = 2 ** 20
/** Stands still, so that no window ends during a test, and is at least ten minutes from midnight. */
let now = Math.floor(Date.now() / MINUTE) * MINUTE + 500
if (now % DAY > DAY - 10 * MINUTE) now -= 20 * MINUTE
const midnight = new Date(Math.ceil(now / DAY) * DAY).toISOString()
let alcove: Alcove
/** Another server on the same database. */
let other: Alcove
const open = new AsyncDisposableStack()

beforeAll(async () => {
  const clock = { now: () => now }
  ;[alcove, other] = await openTwoServers(open, { clock })
})
afterAll(() => open.disposeAsync())

const ROUTE = { method: 'GET', path: '/', function: 'one', qualifier: 'draft', auth: 'none' }
const fnOf = (fn: string) => `/spaces/shop/functions/${fn}`
const call = (fn: string, event: unknown = {}, server = alcove) => server.api('POST', `${fnOf(fn)}/invocations`, event)
const quota = async (fn: string) => (await alcove.api('GET', `${fnOf(fn)}/quota`)).body
const limit = async (fn: string, limits: object) => {
  const answer = await alcove.api('PUT', `${fnOf(fn)}/quota`, limits)
  expect(answer).toMatchObject({ status: 200, body: limits })
}
const eventTypes = async (): Promise<string[]> =>
  (await alcove.api('GET', '/spaces/shop/events?limit=200')).body.items.map(({ type }: { type: string }) => type)

test('two servers together admit exactly the limit of executions; then the function is suspended until it is resumed', async () => {
  await alcove.deploy('shop', 'few', 'export const handler = async () => 1')
  await limit('few', { executionsPerDay: 10 })
  // A limit that was just set takes a moment to reach the other server.
  await expect.poll(() => other.deps.platform.routes.find('shop', 'few')?.quotas.length).toBe(1)
  const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => call('few', {}, n % 2 ? alcove : other)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(10)
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused).toHaveLength(20)
  const resumesAt = midnight
  expect(refused[0]!.body).toMatchObject({ code: 'QuotaExceeded', resumesAt, invocationId: expect.any(String) })
  expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0)

  const { used, suspension } = await quota('few')
  expect(used.executionsPerDay).toMatchObject({ used: 10, limit: 10, resetsAt: resumesAt })
  expect(suspension).toMatchObject({ function: 'few', limit: 'executionsPerDay', allowed: 10, resumedAt: null })
  expect(await eventTypes()).toEqual(expect.arrayContaining(['alcove.quota.warning', 'alcove.quota.suspended']))
  await expect.poll(async () => (await quota('few')).suspension.refused).toBe(20)
  const { body: suspended } = await alcove.api('GET', '/spaces/shop/quota/suspensions?open=true')
  expect(suspended.items).toEqual([expect.objectContaining({ function: 'few', resumedAt: null })])
  // Every refusal is recorded, on the server that refused.
  await other.api('GET', `${fnOf('few')}/invocations`)
  const { body: recorded } = await alcove.api('GET', `${fnOf('few')}/invocations?status=throttled`)
  expect(recorded.items.reduce((sum: number, { repeats }: { repeats: number }) => sum + repeats, 0)).toBe(20)

  expect((await alcove.api('POST', `${fnOf('few')}/resume`, { more: 3 })).body.suspension).toBeNull()
  const again = await Promise.all(Array.from({ length: 6 }, () => call('few')))
  expect(again.filter(({ status }) => status === 200)).toHaveLength(3)
  // Suspended again within its window: it counts anew.
  await expect.poll(async () => (await quota('few')).suspension.refused).toBe(3)
  expect((await alcove.api('POST', `${fnOf('few')}/resume`)).body.suspension).toBeNull()
  expect((await call('few')).status).toBe(200)
  expect((await alcove.api('POST', `${fnOf('few')}/resume`)).status).toBe(409)
  const { items } = (await alcove.api('GET', `${fnOf('few')}/quota/suspensions`)).body
  expect((await alcove.api('GET', `${fnOf('few')}/quota/suspensions?open=true`)).body.items).toEqual([])
  expect(items.map(({ resumedBy }: { resumedBy: string }) => resumedBy)).toEqual([
    expect.stringContaining('key'),
    expect.stringContaining('key'),
  ])
})

test('the next window ends the suspension, and the history says so', async () => {
  await alcove.deploy('shop', 'daily', 'export const handler = async () => 1')
  await limit('daily', { executionsPerMinute: 1 })
  expect((await call('daily')).status).toBe(200)
  expect((await call('daily')).status).toBe(429)
  now += MINUTE
  expect((await call('daily')).status).toBe(200)
  await expect
    .poll(async () => (await alcove.api('GET', `${fnOf('daily')}/quota/suspensions`)).body.items.at(-1), {
      timeout: 60_000,
    })
    .toMatchObject({ resumedBy: 'clock', resumedAt: new Date(now - 500).toISOString() })
})

test('a raised limit lifts a suspension at once on every server', async () => {
  await alcove.deploy('shop', 'raised', 'export const handler = async () => 1')
  await limit('raised', { executionsPerMonth: 1 })
  expect((await call('raised')).status).toBe(200)
  expect((await call('raised', {}, other)).status).toBe(429)
  await limit('raised', { executionsPerMonth: 100 })
  expect((await quota('raised')).suspension).toBeNull()
  await expect.poll(async () => (await call('raised', {}, other)).status).toBe(200)
})

test('a limit of concurrency is never exceeded, measured inside the function', async () => {
  const code = `import { mkdir, rmdir, readdir } from 'node:fs/promises'
    export const handler = async ({ n }) => {
      await mkdir('/mnt/space/running', { recursive: true })
      await mkdir('/mnt/space/running/' + n)
      const running = (await readdir('/mnt/space/running')).length
      await new Promise((resolve) => setTimeout(resolve, 30))
      await rmdir('/mnt/space/running/' + n)
      return running
    }`
  const scaling = { maxInstances: 8, concurrency: 16 }
  await alcove.deploy('shop', 'narrow', code, { memoryMb: 64, scaling })
  await limit('narrow', { concurrency: 8 })
  const seen: number[] = []
  const refused: string[] = []
  for (let round = 0; round < 2; round++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const answers = await Promise.all(Array.from({ length: 64 }, (_, n) => call('narrow', { n: `${round}-${n}` })))
    for (const { status, body } of answers) {
      if (status === 200) seen.push(body)
      else refused.push(body.code)
    }
  }
  expect(Math.max(...seen)).toBeLessThanOrEqual(8)
  expect(seen.length).toBeGreaterThanOrEqual(16)
  expect(new Set(refused)).toEqual(new Set(['QuotaExceeded']))
  expect((await quota('narrow')).suspension).toBeNull()
  // Slots that are idle go back: another server gets them.
  await expect.poll(async () => (await quota('narrow')).used.concurrency.used).toBe(0)
})

test('GB-seconds are counted when calls end, and suspend the function when used up', async () => {
  const code = 'export const handler = () => new Promise((resolve) => setTimeout(resolve, 600))'
  await alcove.deploy('shop', 'heavy', code, { memoryMb: 1024 })
  await limit('heavy', { gbSecondsPerDay: 1 })
  expect((await call('heavy')).status).toBe(200)
  expect((await call('heavy')).status).toBe(200)
  expect((await call('heavy')).body).toMatchObject({ code: 'QuotaExceeded' })
  await expect.poll(async () => (await quota('heavy')).suspension).toMatchObject({ limit: 'gbSecondsPerDay' })
  expect((await quota('heavy')).used.gbSecondsPerDay.used).toBeGreaterThanOrEqual(1.2)
})

test('a space has limits of its own: calls, number of functions, memory', async () => {
  await alcove.api('POST', '/spaces', { name: 'small' })
  await alcove.deploy('small', 'one', 'export const handler = async () => 1')
  const most = { functions: 1, versions: 1, aliases: 1, triggers: 1, buckets: 1, routes: 1, codeMb: 1 }
  const limits = { executionsPerDay: 2, memoryMb: 256, ...most }
  const put = await alcove.api('PUT', '/spaces/small/quota', limits)
  expect(put.body.used).toMatchObject({ functions: { used: 1, limit: 1 }, memoryMb: { used: 256, limit: 256 } })
  const one = '/spaces/small/functions/one'
  const definition = { name: 'two', runtime: 'nodejs24', handler: 'index.handler' }
  expect((await alcove.api('POST', '/spaces/small/functions', definition)).status).toBe(409)
  expect((await alcove.api('PATCH', one, { memoryMb: 512 })).body.errors).toMatchObject([{ path: 'memoryMb' }])
  const statuses = []
  for (const [method, path, body] of [
    ['POST', `${one}/versions`, {}],
    ['POST', `${one}/versions`, {}],
    ['PUT', `${one}/aliases/live`, { version: 1 }],
    ['PUT', `${one}/aliases/live`, { version: 1, description: 'moved' }],
    ['PUT', `${one}/aliases/more`, { version: 1 }],
    ['PUT', `${one}/triggers/web`, { type: 'http', config: { auth: 'none' } }],
    ['PUT', `${one}/triggers/other`, { type: 'http', config: { auth: 'none' } }],
    ['PUT', '/spaces/small/buckets/photos', {}],
    ['PUT', '/spaces/small/buckets/photos', {}],
    ['PUT', '/spaces/small/buckets/more', {}],
    ['PUT', '/spaces/small/routes/home', ROUTE],
    ['PUT', '/spaces/small/routes/about', { ...ROUTE, path: '/about' }],
    ['PUT', `${one}/draft`, { files: { 'index.mjs': `// ${randomBytes(1_000_000).toString('base64')}` } }],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    statuses.push((await alcove.api(method, path, body)).status)
  }
  expect(statuses).toEqual([201, 409, 201, 200, 409, 201, 409, 201, 200, 409, 201, 409, 409])
  const { items } = (await alcove.api('GET', '/spaces/small/events?limit=200&type=alcove.quota.warning')).body
  const warned = new Set(items.map(({ subject }: { subject: string }) => subject))
  expect(warned).toEqual(new Set(['versions', 'aliases', 'triggers', 'buckets', 'routes']))

  // A stranger at the gateway learns when to try again, and nothing else.
  const visits = []
  // oxlint-disable-next-line no-await-in-loop -- one after the other
  for (let n = 0; n < 3; n++) visits.push(await fetch(`${alcove.gatewayOrigin}/fn/small/one`))
  expect(visits.map(({ status }) => status)).toEqual([200, 200, 429])
  const problem = (await visits[2]!.json()) as { detail: string; resumesAt: string }
  expect(problem).toMatchObject({ code: 'QuotaExceeded', resumesAt: midnight })
  expect(problem.detail).not.toContain('2 executions')
})

test('tasks of a suspended function wait; its timers skip where the policy is to drop', async () => {
  await alcove.deploy('shop', 'held', 'export const handler = async () => 1')
  await limit('held', { executionsPerDay: 1, whenSuspended: 'drop' })
  expect((await call('held')).status).toBe(200)
  const { body: task } = await alcove.api('POST', `${fnOf('held')}/invocations`, {}, { prefer: 'respond-async' })
  const timer = { type: 'timer', qualifier: 'draft', config: { rateSeconds: 60 } }
  await alcove.api('PUT', `${fnOf('held')}/triggers/tick`, timer)
  now += MINUTE + 1_000
  await expect
    .poll(async () => (await alcove.api('GET', `${fnOf('held')}/triggers/tick/firings`)).body.items, {
      timeout: 60_000,
    })
    .toMatchObject([{ outcome: 'skipped', reason: 'quota' }])
  const held = (await alcove.api('GET', `/spaces/shop/tasks/${task.id}`)).body
  expect(held.state).toBe('queued')
  // Six hours, and as long as it is held.
  expect(Date.parse(held.expiresAt) - Date.parse(held.acceptedAt)).toBeGreaterThan(6 * 3600_000 + 30_000)
})

test('a space lists the functions with limits of their own, with the same use as each function says', async () => {
  const list = async (query: string) => (await alcove.api('GET', `/spaces/shop/quota/functions?${query}`)).body
  await alcove.deploy('shop', 'limited', 'export const handler = async () => 1')
  await limit('limited', { executionsPerDay: 1, concurrency: 7, memoryMb: 512 })
  expect([(await call('limited')).status, (await call('limited')).status]).toEqual([200, 429])
  await expect.poll(async () => (await quota('limited')).suspension.refused).toBe(1)
  await alcove.deploy('shop', 'unlimited', 'export const handler = async () => 1')
  await limit('unlimited', { executionsPerDay: 1 })
  await limit('unlimited', {})
  await alcove.deploy('shop', 'deep', 'export const handler = async () => 1')
  await limit('deep', { executionsPerDay: 1 })
  const { items } = await list('limit=200')
  const nameOf = ({ function: name }: { function: string }) => name
  const names = items.map(nameOf)
  expect(names).not.toContain('unlimited')
  const { used, suspension } = await quota('limited')
  expect(suspension).not.toBeNull()
  // `deep` is before `limited` by name, and runs.
  expect(names.indexOf('limited')).toBeLessThan(names.indexOf('deep'))
  const isSuspended = new Set(items.filter((item: { suspension: unknown }) => item.suspension !== null).map(nameOf))
  const [stopped, running] = [
    names.filter((name: string) => isSuspended.has(name)),
    names.filter((name: string) => !isSuspended.has(name)),
  ]
  expect(names).toEqual([...stopped.toSorted(), ...running.toSorted()])
  expect(items[names.indexOf('limited')]).toEqual({ function: 'limited', used, suspension })
  const first = await list('limit=1')
  expect(first.items).toEqual(items.slice(0, 1))
  expect((await list(`limit=1&cursor=${first.nextCursor}`)).items).toEqual(items.slice(1, 2))
})

test('a trigger, a gateway route, a key and all of Alcove have limits of calls of their own', async () => {
  await alcove.deploy('shop', 'doors', 'export const handler = async () => 1')
  await alcove.api('PUT', `${fnOf('doors')}/triggers/web`, { type: 'http', config: { auth: 'none' } })
  await alcove.api('PUT', '/spaces/shop/routes/doors', { ...ROUTE, path: '/doors', function: 'doors' })
  const made = await alcove.api('POST', '/keys', { name: 'ci', spaces: ['shop'], actions: ['functions:invoke'] })
  const { id, key } = made.body
  const url = (path: string) => async () => (await fetch(`${alcove.gatewayOrigin}${path}`)).status
  const byKey = (server: Alcove) => async () =>
    (await server.api('POST', `${fnOf('doors')}/invocations`, {}, { authorization: `Bearer ${key}` })).status
  const twice = async (ask: () => Promise<number>) => [await ask(), await ask()]
  for (const [place, ask] of [
    [`${fnOf('doors')}/triggers/web`, url('/fn/shop/doors')],
    ['/spaces/shop/routes/doors', url('/gw/shop/doors')],
    [`/keys/${id}`, byKey(alcove)],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const put = await alcove.api('PUT', `${place}/quota`, { executionsPerDay: 1 })
    expect(put).toMatchObject({ status: 200, body: { executionsPerDay: 1, suspension: null } })
    // oxlint-disable-next-line no-await-in-loop -- see above
    expect([place, ...(await twice(ask))]).toEqual([place, 200, 429])
    // oxlint-disable-next-line no-await-in-loop -- see above
    const state = (await alcove.api('GET', `${place}/quota`)).body
    expect(state.used).toMatchObject({ executionsPerDay: { used: 1, limit: 1 } })
    expect(state.suspension).toMatchObject({ limit: 'executionsPerDay', part: { kind: expect.any(String) } })
    // oxlint-disable-next-line no-await-in-loop -- see above
    await expect.poll(async () => (await alcove.api('GET', `${place}/quota`)).body.suspension.refused).toBe(1)
  }
  // Other ways in stay open; the key is limited on every server.
  expect((await call('doors')).status).toBe(200)
  expect(await byKey(other)()).toBe(429)
  const { items } = (await alcove.api('GET', '/spaces/shop/quota/suspensions')).body
  expect(items.slice(0, 2).map(({ part }: { part: unknown }) => part)).toEqual([
    { kind: 'route', name: 'doors' },
    { kind: 'trigger', name: 'web' },
  ])
  await alcove.api('POST', `${fnOf('doors')}/triggers/web/resume`, { more: 1 })
  expect(await twice(url('/fn/shop/doors'))).toEqual([200, 429])
  expect((await alcove.api('POST', `/keys/${id}/resume`, {})).body.suspension).toBeNull()
  await expect.poll(byKey(other)).toBe(200)

  const all = await alcove.api('PUT', '/quota', { executionsPerDay: 1 })
  expect(all.status).toBe(200)
  expect((await call('doors')).status).toBe(200)
  expect((await call('echo')).body).toMatchObject({
    code: 'QuotaExceeded',
    detail: expect.stringMatching(/^Alcove is/),
  })
  await expect.poll(async () => (await call('echo', {}, other)).status).toBe(429)
  await expect.poll(async () => (await alcove.api('GET', '/quota')).body.suspension.refused).toBeGreaterThanOrEqual(2)
  expect((await alcove.api('POST', '/resume', {})).body.suspension).toBeNull()
  expect((await call('echo')).status).toBe(200)
  await alcove.api('PUT', '/quota', {})
})

test('what buckets and files hold are limits like others: counted on all servers, warned of, and refused', async () => {
  const put = await alcove.api('PUT', '/spaces/shop/quota', { objectStorageMb: 16, storageMb: 32 })
  expect(put).toMatchObject({ status: 200, body: { objectStorageMb: 16, storageMb: 32, functions: null } })
  expect((await alcove.api('PUT', '/spaces/shop/quota', { storageMb: 15 })).status).toBe(400)
  expect((await alcove.api('GET', '/spaces/shop')).body).toMatchObject({
    objectStorageMb: 16,
    storage: { quotaMb: 32 },
  })
  await alcove.api('PUT', '/spaces/shop/buckets/kept', {})
  const store = (server: Alcove, key: string, mib: number) =>
    server.raw('PUT', `/spaces/shop/buckets/kept/objects/${key}`, Buffer.alloc(mib * MIB))
  const stored = await Promise.all([store(alcove, 'a', 6), store(other, 'b', 6)])
  expect(stored.map(({ status }) => status)).toEqual([201, 201])
  const warnings = async () =>
    (await alcove.api('GET', '/spaces/shop/events?limit=200')).body.items.filter(
      ({ type, subject }: Record<string, string>) => type === 'alcove.quota.warning' && /storage/i.test(subject!),
    )
  expect(await warnings()).toEqual([])
  expect((await store(other, 'c', 1)).status).toBe(201)
  expect((await store(alcove, 'd', 4)).status).toBe(507)

  const { id } = (await alcove.api('GET', '/spaces/shop')).body
  const { platform } = alcove.deps
  await noteSpaceFiles(platform, 'one', new Map([[id, 30 * MIB]]))
  await noteSpaceFiles(platform, 'one', new Map([[id, 31 * MIB]]))
  await noteSpaceFiles(platform, 'two', new Map([[id, 2 * MIB]]))
  expect((await other.api('GET', '/spaces/shop/quota')).body.used).toMatchObject({
    objectStorageMb: { used: 13, limit: 16, resetsAt: null },
    storageMb: { used: 31, limit: 32 },
  })
  expect((await warnings()).map(({ subject }: { subject: string }) => subject).toSorted()).toEqual([
    'objectStorageMb',
    'storageMb',
  ])
  await noteSpaceFiles(platform, 'one', new Map())
  expect((await alcove.api('GET', '/spaces/shop/quota')).body.used.storageMb.used).toBe(2)
  // What is left out stays.
  const cleared = await alcove.api('PUT', '/spaces/shop/quota', {})
  expect(cleared.body).toMatchObject({ objectStorageMb: 16, storageMb: 32 })
})
