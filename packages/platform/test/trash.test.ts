import { CreateFunction, PutRoute, PutTrigger, TRASH_DAYS } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  authorize,
  createFunction,
  deleteAlias,
  deleteFunction,
  deleteSpace,
  duplicateFunction,
  emptyTrash,
  getAlias,
  getFunction,
  listFunctions,
  listInvocations,
  listSpaces,
  listTrashedFunctions,
  listTrashedSpaces,
  listTriggers,
  publishVersion,
  putAlias,
  putBucket,
  putRoute,
  putTest,
  putTrigger,
  removeTrashedFunction,
  restoreFunction,
  restoreSpace,
  sweepBlobs,
  type SpaceCtx,
} from '../src/index.ts'
import { change } from '../src/kernel/change.ts'
import { rowsOf } from '../src/database/connect.ts'
import { claimJobs, nextDueIn } from '../src/jobs/leases.ts'
import { queueJob } from '../src/jobs/queue-job.ts'
import { enqueueTask } from '../src/jobs/tasks/enqueue-task.ts'
import { claimTasks } from '../src/jobs/tasks/claim-tasks.ts'
import { newId } from '../src/database/ids.ts'
import { PACKED_TABLES } from '../src/archives/trash/packed-tables.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { as, codeOf, fn, person, recordOf, ROOT, space, stored } from './scene.ts'

const DAY_MS = 86_400_000

let platform: TestPlatform
let now = Date.now()
let ctx: SpaceCtx
beforeAll(async () => {
  platform = await openTestPlatform({ clock: { now: () => now } })
  ctx = await space(platform, 'shop')
})
afterAll(() => platform.close())

async function makeCheckout(ctx: SpaceCtx): Promise<string> {
  const settings = { runtime: 'nodejs24', handler: 'index.handler', memoryMb: 128 }
  const { id } = await createFunction({
    ctx,
    input: CreateFunction.parse({ name: 'checkout', ...settings, secrets: { STRIPE: 'sk-1' } }),
  })
  await publishVersion({ ctx, input: { fn: 'checkout', description: 'one' } })
  await publishVersion({ ctx, input: { fn: 'checkout', description: 'two' } })
  await putAlias({ ctx, input: { fn: 'checkout', alias: 'live', version: 1 } })
  await putAlias({ ctx, input: { fn: 'checkout', alias: 'live', version: 2, reason: 'Faster' } })
  await putTest({ ctx, input: { fn: 'checkout', test: 'pays', description: '', event: { z: 1, a: 1.5 }, expect: {} } })
  await putBucket({ ctx, input: { bucket: 'receipts', quotaBytes: null, expiry: [] } })
  const triggers = {
    web: { type: 'http', config: { auth: 'none' } },
    hourly: { type: 'timer', config: { cron: '0 * * * *', timezone: 'UTC' } },
    stored: { type: 'bucket', config: { bucket: 'receipts', events: ['created'] } },
  }
  for (const [trigger, settings] of Object.entries(triggers)) {
    const put = PutTrigger.parse({ ...settings, qualifier: 'live' })
    await putTrigger({ ctx, input: { fn: 'checkout', trigger, ...put } })
  }
  const route = PutRoute.parse({ method: 'POST', path: '/pay', function: 'checkout', qualifier: 'live', auth: 'none' })
  await putRoute({ ctx, input: { name: 'pay', ...route } })
  return id
}

const taskOf = (functionId: string) => ({
  functionId,
  qualifier: 'live',
  event: Buffer.from('{}'),
  trigger: 'api' as const,
  caller: null,
  traceId: 'a'.repeat(32),
  hops: 0,
})
const route = (name = 'checkout') => platform.routes.find('shop', name)

test('a deleted function stops at once, and comes back as it was, with its records and what waits', async () => {
  const id = await makeCheckout(ctx)
  const before = await getFunction({ ctx, input: { fn: 'checkout' } })
  const aliasBefore = await getAlias({ ctx, input: { fn: 'checkout', alias: 'live' } })
  const secretsBefore = route()!.draft.secrets
  await platform.recorder.record(recordOf(ctx, id))
  await change(ctx, (ctx) => enqueueTask(ctx, taskOf(id)))

  await deleteFunction({ ctx, input: { fn: 'checkout' } })
  expect(route()).toBeUndefined()
  expect((await listFunctions({ ctx, input: { limit: 10 } })).items).toEqual([])
  expect(platform.gateways.find('shop')?.routes).toMatchObject([{ name: 'pay', functionId: null }])
  const worker = newId()
  expect(await claimTasks(platform.db, { worker, free: 10 })).toEqual({ tasks: [], nextInMs: null })
  // A call that was running ends now.
  await platform.recorder.record(recordOf(ctx, id))
  await stored(platform)
  const { items } = await listTrashedFunctions({ ctx, input: {} })
  expect(items).toMatchObject([
    { id, name: 'checkout', versions: 2, aliases: ['live'], triggers: ['hourly', 'stored', 'web'], routes: ['pay'] },
  ])
  // Its code stays, however old.
  now += 2 * DAY_MS
  expect(await sweepBlobs(platform)).toBe(0)

  await putBucket({ ctx, input: { bucket: 'receipts', quotaBytes: null, expiry: [] } })
  expect(await restoreFunction({ ctx, input: { trashed: id } })).toEqual({ id, name: 'checkout', paused: [] })
  const { updatedAt: _, last24h: _day, lastInvokedAt: _at, ...same } = before as typeof before & Record<string, unknown>
  expect(await getFunction({ ctx, input: { fn: 'checkout' } })).toMatchObject(same)
  expect(await getAlias({ ctx, input: { fn: 'checkout', alias: 'live' } })).toEqual(aliasBefore)
  expect(route()!.draft.secrets).toEqual(secretsBefore)
  expect(platform.gateways.find('shop')?.routes).toMatchObject([{ name: 'pay', functionId: id }])
  expect(
    (await listInvocations({ ctx, input: { fn: 'checkout', limit: 10, order: 'desc' } as never })).items.length,
  ).toBe(2)
  const [event] = await rowsOf<{ event: string }>(platform.db, sql`select event from tests where function_id = ${id}`)
  expect(event).toEqual({ event: '{"z":1,"a":1.5}' })
  // What was due in these two days is not made up for.
  const { items: triggers } = await listTriggers({ ctx, input: { fn: 'checkout', limit: 10 } })
  expect(triggers.map(({ name, enabled }) => [name, enabled])).toEqual([
    ['hourly', true],
    ['stored', true],
    ['web', true],
  ])
  const [timer] = await rowsOf<{ decided_until: string }>(platform.db, sql`select decided_until from timers`)
  expect(new Date(timer!.decided_until).getTime()).toBe(now)
  expect((await listTrashedFunctions({ ctx, input: {} })).items).toEqual([])
})

test('a trigger whose bucket is gone comes back paused, and a name that is taken asks for another', async () => {
  const { id } = (await getFunction({ ctx, input: { fn: 'checkout' } })) as { id: string }
  await deleteFunction({ ctx, input: { fn: 'checkout' } })
  await platform.pool.query(`delete from buckets where name = 'receipts'`)
  await fn(ctx, 'checkout')
  expect(await codeOf(restoreFunction({ ctx, input: { trashed: id } }))).toBe('AlreadyExists')
  const restored = await restoreFunction({ ctx, input: { trashed: id, name: 'checkout-2' } })
  expect(restored).toEqual({
    id,
    name: 'checkout-2',
    paused: [{ function: 'checkout-2', trigger: 'stored', reason: expect.stringContaining('receipts') }],
  })
  const { items } = await listTriggers({ ctx, input: { fn: 'checkout-2', limit: 10 } })
  expect(items.find(({ name }) => name === 'stored')).toMatchObject({
    enabled: false,
    pausedBy: { reason: 'restored' },
  })
})

test('the trash is emptied after seven days, and by hand', async () => {
  const { id } = await fn(ctx, 'old')
  await deleteFunction({ ctx, input: { fn: 'old' } })
  now += (TRASH_DAYS - 1) * DAY_MS
  await emptyTrash(platform)
  expect((await listTrashedFunctions({ ctx, input: {} })).items.map(({ name }) => name)).toEqual(['old'])
  const { id: young } = await fn(ctx, 'young')
  await deleteFunction({ ctx, input: { fn: 'young' } })
  now += DAY_MS + 1
  await Promise.all([emptyTrash(platform), emptyTrash(platform)])
  expect((await listTrashedFunctions({ ctx, input: {} })).items.map(({ name }) => name)).toEqual(['young'])
  expect(await codeOf(restoreFunction({ ctx, input: { trashed: id } }))).toBe('NotFound')
  const other = await space(platform, 'other')
  expect(await codeOf(removeTrashedFunction({ ctx: other, input: { trashed: young } }))).toBe('NotFound')
  await removeTrashedFunction({ ctx, input: { trashed: young } })
  expect((await listTrashedFunctions({ ctx, input: {} })).items).toEqual([])
})

test('a space comes back with everything, for who might delete it and for nobody else', async () => {
  const owner = await person(platform, 'owner')
  const stranger = await person(platform, 'stranger')
  const ownerId = (owner as { id: string }).id
  const doomed = await space(platform, 'doomed', { grants: { [ownerId]: 'admin' } })
  const id = await makeCheckout(doomed)
  await fn(doomed, 'gone-before')
  await deleteFunction({ ctx: doomed, input: { fn: 'gone-before' } })
  const { id: spaceId } = doomed.space
  await change(doomed, (ctx) => queueJob(ctx, { kind: 'of-doomed', key: 'one', spaceId }))
  const claim = () => claimJobs(platform.db, { kind: 'of-doomed', owner: 'me', limit: 1, leaseMs: 60_000 })
  await deleteSpace({ ctx: doomed, input: {} })
  expect([await claim(), await nextDueIn(platform.db, 'of-doomed')]).toEqual([[], null])

  const root = as(platform, ROOT)
  expect(platform.routes.find('doomed', 'checkout')).toBeUndefined()
  expect(await codeOf(authorize({ ctx: root, action: 'spaces:read', space: 'doomed' }))).toBe('NotFound')
  expect(await codeOf(authorize({ ctx: root, action: 'spaces:read', space: `trash:${spaceId}` }))).toBe('NotFound')
  const { items: spaces } = await listSpaces({ ctx: root, input: { limit: 50 } })
  expect(spaces.map(({ name }) => name)).not.toContain('doomed')
  expect((await listTrashedSpaces({ ctx: as(platform, stranger), input: {} })).items).toEqual([])
  expect(await codeOf(restoreSpace({ ctx: as(platform, stranger), input: { trashed: spaceId } }))).toBe('NotFound')
  const mine = await listTrashedSpaces({ ctx: as(platform, owner), input: {} })
  expect(mine.items).toMatchObject([{ id: spaceId, name: 'doomed', functions: 1, buckets: 1 }])
  // The name is free at once.
  await space(platform, 'doomed')
  expect(await codeOf(restoreSpace({ ctx: as(platform, owner), input: { trashed: spaceId } }))).toBe('AlreadyExists')

  const input = { trashed: spaceId, name: 'saved' }
  expect(await restoreSpace({ ctx: as(platform, owner), input })).toEqual({ id: spaceId, name: 'saved', paused: [] })
  expect(await claim()).toMatchObject([{ key: 'one' }])
  const saved = await authorize({ ctx: as(platform, owner), action: 'spaces:write', space: 'saved' })
  expect(saved.space.id).toBe(spaceId)
  expect(platform.routes.find('saved', 'checkout')?.functionId).toBe(id)
  expect(platform.gateways.find('saved')?.routes).toMatchObject([{ name: 'pay', functionId: id }])
  const trashed = await listTrashedFunctions({ ctx: saved, input: {} })
  expect(trashed.items.map(({ name }) => name)).toEqual(['gone-before'])
})

test('what is made while its space is being deleted finds it gone', async () => {
  const going = await space(platform, 'going')
  await fn(going, 'first')
  const input = CreateFunction.parse({ name: 'late', runtime: 'nodejs24', handler: 'index.handler' })
  const late: Promise<string>[] = []
  await change(going, async (deleting) => {
    await deleteSpace({ ctx: deleting, input: {} })
    // They were let in before, and the deletion is not committed yet.
    late.push(
      codeOf(createFunction({ ctx: going, input })),
      codeOf(duplicateFunction({ ctx: going, input: { fn: 'first', name: 'copy' } })),
      codeOf(putBucket({ ctx: going, input: { bucket: 'photos', quotaBytes: null, expiry: [] } })),
    )
  })
  expect(await Promise.all(late)).toEqual(['NotFound', 'NotFound', 'NotFound'])
})

test('a protected alias guards its function too', async () => {
  const developer = await person(platform, 'developer')
  const guarded = await space(platform, 'guarded', { grants: { [(developer as { id: string }).id]: 'developer' } })
  await fn(guarded, 'pay')
  for (const description of ['one', 'two', 'three'])
    await publishVersion({ ctx: guarded, input: { fn: 'pay', description } })
  await putAlias({ ctx: guarded, input: { fn: 'pay', alias: 'live', version: 1, protected: true } })
  const theirs = await authorize({ ctx: as(platform, developer), action: 'aliases:write', space: 'guarded' })
  const live = { fn: 'pay', alias: 'live' }
  expect(await codeOf(putAlias({ ctx: theirs, input: { ...live, version: 2 } }))).toBe('Forbidden')
  expect(await codeOf(deleteAlias({ ctx: theirs, input: live }))).toBe('Forbidden')
  expect(await codeOf(deleteFunction({ ctx: theirs, input: { fn: 'pay' } }))).toBe('Forbidden')
  expect(await codeOf(putAlias({ ctx: theirs, input: { fn: 'pay', alias: 'own', version: 1, protected: true } }))).toBe(
    'Forbidden',
  )
  await putAlias({ ctx: theirs, input: { fn: 'pay', alias: 'own', version: 1 } })
  await putAlias({ ctx: guarded, input: { ...live, version: 2 } })
  expect(await getAlias({ ctx: theirs, input: live })).toMatchObject({ version: 2, protected: true })
})

test('every table that goes with a function goes to the trash with it', async () => {
  const rows = await rowsOf<{ table: string }>(
    platform.db,
    sql`
      select distinct c.conrelid::regclass::text as table from pg_constraint c
      where c.contype = 'f' and c.confrelid in ('functions'::regclass, 'triggers'::regclass, 'issues'::regclass)`,
  )
  // Routes only lose their function; timers, host names and lines on their way are made anew; replays, live logpoints and open editors are not kept.
  const madeAnew = ['routes', 'timers', 'host_names', 'log_feed', 'replays', 'logpoints', 'draft_editors']
  const packed: string[] = PACKED_TABLES.map(({ name }) => name)
  expect(
    rows.map(({ table }) => table).filter((table) => !packed.includes(table) && !madeAnew.includes(table)),
  ).toEqual([])
})
