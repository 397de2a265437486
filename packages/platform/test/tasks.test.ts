import type { AlcoveError } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOf } from '../src/database/connect.ts'
import {
  backgroundJob,
  backgroundSteps,
  bulkTasks,
  deleteFunction,
  getBackgroundAction,
  keepHouse,
  listQueues,
  listTasks,
  newId,
  removeTrashedFunction,
  runTasks,
  sampleLoad,
  type AttemptOutcome,
} from '../src/index.ts'
import { change } from '../src/kernel/change.ts'
import type { SpaceCtx } from '../src/kernel/context.ts'
import { enqueueTask, enqueueTasks } from '../src/jobs/tasks/enqueue-task.ts'
import type { NewTask } from '../src/jobs/tasks/new-task.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { codeOf, fn, space } from './scene.ts'

let platform: TestPlatform
let shop: SpaceCtx
beforeAll(async () => {
  platform = await openTestPlatform()
  shop = await space(platform, 'shop')
})
afterAll(() => platform.close())

const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

function taskOf(functionId: string, overrides: Partial<NewTask> = {}): NewTask {
  return {
    functionId,
    qualifier: 'draft',
    event: json({ order: 1 }),
    trigger: 'api',
    caller: 'test',
    traceId: '0'.repeat(32),
    hops: 0,
    ...overrides,
  }
}

test('a task exists once its transaction is committed, and not before', async () => {
  const { id: functionId } = await fn(shop, 'rollback')
  const count = () => rowsOf(platform.db, sql`select id from tasks where function_id = ${functionId}`)
  const failing = change(shop, async (ctx) => {
    await enqueueTask(ctx, taskOf(functionId))
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await count()).toEqual([])
  const { id } = await change(shop, (ctx) => enqueueTask(ctx, taskOf(functionId)))
  expect(await count()).toEqual([{ id }])
})

test('an idempotency key stands for one task of a caller, and only for the same event', async () => {
  const { id: functionId } = await fn(shop, 'once')
  const keyed = (overrides: Partial<NewTask> = {}) =>
    change(shop, (ctx) =>
      enqueueTask(ctx, taskOf(functionId, { idempotencyKey: 'order-1', keyOwner: 'ines', ...overrides })),
    )
  const ids = await Promise.all(Array.from({ length: 8 }, () => keyed()))
  expect(new Set(ids.map(({ id }) => id)).size).toBe(1)
  expect((await keyed({ keyOwner: 'mei' })).id).not.toBe(ids[0]!.id)
  expect(await codeOf(keyed({ event: json({ order: 2 }) }))).toBe('IdempotencyKeyReused')
  const twice = [taskOf(functionId, { idempotencyKey: 'k' }), taskOf(functionId, { idempotencyKey: 'k' })]
  const [first, second] = await change(shop, (ctx) => enqueueTasks(ctx, twice))
  expect(second).toEqual(first)
})

test('a task is found by the end of its id, its key, and part of the name of its function', async () => {
  const here = await space(platform, 'found')
  const { id: first } = await fn(here, 'send-receipt')
  const { id: second } = await fn(here, 'other')
  const put = (functionId: string, overrides: Partial<NewTask> = {}) =>
    change(here, (ctx) => enqueueTask(ctx, taskOf(functionId, overrides)))
  const receipt = await put(first, { idempotencyKey: 'receipt-o-87102', keyOwner: 'ines' })
  await put(second)
  const found = async (q: string) => (await listTasks({ ctx: here, input: { q, limit: 50 } })).items.map(({ id }) => id)
  expect(await found(receipt.id.slice(-12).toUpperCase())).toEqual([receipt.id])
  expect(await found(receipt.id)).toEqual([receipt.id])
  expect(await found('receipt-o-87102')).toEqual([receipt.id])
  expect(await found('RECEIPT')).toEqual([receipt.id])
  for (const wildcard of ['_', '%', '____']) expect(await found(wildcard)).toEqual([])
  expect(await found("' or true --")).toEqual([])
})

test('a queue tells how deep it was in each minute of the last hour', async () => {
  const here = await space(platform, 'deep')
  const { id } = await fn(here, 'backlog')
  const at = platform.clock.now() - 1_800_000
  await change(here, (ctx) => enqueueTasks(ctx, [taskOf(id), taskOf(id), taskOf(id)]))
  await platform.db.execute(sql`update tasks set run_at = ${new Date(at).toISOString()} where function_id = ${id}`)
  await sampleLoad({ ...platform, clock: { ...platform.clock, now: () => at } }, [])
  await change(here, (ctx) => enqueueTask(ctx, taskOf(id)))
  const [queue] = (await listQueues({ ctx: here, input: {} })).items
  expect(queue!.depths).toHaveLength(60)
  expect(queue!.depths.filter((depth) => depth > 0)).toEqual([3, 4])
  expect(queue!.depths.at(-1)).toBe(4)
})

test('a queue counts its tasks by state, and tells which is due', async () => {
  const here = await space(platform, 'counted')
  const { id } = await fn(here, 'mixed')
  await change(here, (ctx) =>
    enqueueTasks(
      ctx,
      Array.from({ length: 11 }, () => taskOf(id)),
    ),
  )
  const states = ['retrying', 'retrying', 'running', 'dead', 'dead', 'dead', 'succeeded']
  const set = sql.join(
    states.map((state, index) => sql`(${index + 1}::int, ${state})`),
    sql`, `,
  )
  await platform.db.execute(sql`
    with numbered as (select id, row_number() over (order by id) as n from tasks where function_id = ${id})
    update tasks set state = coalesce(v.state, 'queued'),
      run_at = case when v.state is null then now() + interval '1 day' else now() - interval '1 hour' end,
      ended_at = case when v.state in ('dead', 'succeeded') then now() end
    from numbered left join (values ${set}) as v(n, state) using (n) where tasks.id = numbered.id`)
  const [queue] = (await listQueues({ ctx: here, input: {} })).items
  expect(queue).toMatchObject({ queued: 4, retrying: 2, running: 1, dead: 3, oldestDueAt: expect.any(String) })
  expect(queue!.depths.at(-1)).toBe(2)
  expect(Date.parse(queue!.nextDueAt!)).toBeGreaterThan(Date.parse(queue!.oldestDueAt!))
  const other = await space(platform, 'counted-too')
  expect((await listQueues({ ctx: other, input: {} })).items).toEqual([])
})

test.each(['redrive', 'purge'] as const)('a %s leaves alone what dies after it began', async (verb) => {
  const here = await space(platform, `dying-${verb}`)
  const { id: functionId } = await fn(here, 'work')
  const accepted = await change(here, (ctx) =>
    enqueueTasks(
      ctx,
      Array.from({ length: 4 }, () => taskOf(functionId)),
    ),
  )
  const [first, second, again, later] = accepted.map(({ id }) => id)
  const die = (...ids: string[]) =>
    platform.db.execute(sql`
      update tasks set state = 'dead', ended_at = now() where id = any(${sql.param(ids)}::uuid[])`)
  await die(first!, second!, again!)
  const steps = { ...backgroundSteps, 'functions.replay': async () => ({ done: 0, position: null }) }
  const filter = { state: ['dead'] as const }
  const action = await bulkTasks({ ctx: here, input: { verb, filter, perMinute: 60 } })
  // Times of one millisecond are the same.
  await platform.db.execute(sql`select pg_sleep(0.002)`)
  if (verb === 'redrive') await takeTurn()
  await die(again!, later!)
  for (let turn = 0; turn < 3; turn++) await takeTurn()

  const ended = await getBackgroundAction({ ctx: here, input: { id: action.id } })
  expect(ended).toMatchObject({ state: 'done', total: 3, done: 2 })
  const dead = await listTasks({ ctx: here, input: { state: ['dead'], limit: 50 } })
  expect(dead.items.map(({ id }) => id).toSorted()).toEqual([again!, later!].toSorted())

  async function takeTurn(): Promise<void> {
    const job = { kind: 'background', key: action.id, payload: {}, attempt: 1 }
    await backgroundJob(platform, steps).attempt(job, new AbortController().signal)
  }
})

test('a large event is a blob, and events of both kinds are read unchanged', async () => {
  const { id: functionId } = await fn(shop, 'large')
  const events = [json({ text: 'x'.repeat(100_000) }), json({ text: 'é\u0000' })]
  const tasks = events.map((event) => taskOf(functionId, { event }))
  await change(shop, (ctx) => enqueueTasks(ctx, tasks))
  const stored = await rowsOf<{ event: Buffer | null; event_hash: string | null; event_bytes: number }>(
    platform.db,
    sql`select event, event_hash, event_bytes from tasks where function_id = ${functionId} order by id`,
  )
  expect(stored.map((row) => row.event_bytes)).toEqual(events.map((event) => event.length))
  expect(stored[0]!.event).toBeNull()
  expect(await platform.blobs.get(stored[0]!.event_hash!)).toEqual(Buffer.from(events[0]!))
  expect(stored[1]!.event).toEqual(Buffer.from(events[1]!))
})

test('a deleted function has no tasks', async () => {
  const { id: functionId } = await fn(shop, 'gone')
  await change(shop, (ctx) => enqueueTask(ctx, taskOf(functionId)))
  await deleteFunction({ ctx: shop, input: { fn: 'gone' } })
  await removeTrashedFunction({ ctx: shop, input: { trashed: functionId } })
  expect(await rowsOf(platform.db, sql`select id from tasks where function_id = ${functionId}`)).toEqual([])
  const late = change(shop, (ctx) => enqueueTask(ctx, taskOf(functionId)))
  await expect(late).rejects.toMatchObject({ code: 'NotFound' } satisfies Partial<AlcoveError>)
  expect(await codeOf(change(shop, (ctx) => enqueueTask(ctx, taskOf(newId()))))).toBe('NotFound')
})

test('a server that stops gives back what it runs, and the attempt does not count', async () => {
  const { id: functionId } = await fn(shop, 'stopped')
  const started = Promise.withResolvers<void>()
  const worker = runTasks(platform, (_task, signal) => {
    started.resolve()
    return new Promise<AttemptOutcome>((resolve) =>
      signal.addEventListener('abort', () =>
        resolve({ kind: signal.reason === 'stopped' ? 'released' : 'cancelled', inMs: 0 }),
      ),
    )
  })
  const { id } = await change(shop, (ctx) => enqueueTask(ctx, taskOf(functionId)))
  await started.promise
  await worker.close()
  const [task] = await rowsOf(
    platform.db,
    sql`select state, attempts, owner, invocation_ids from tasks where id = ${id}`,
  )
  expect(task).toEqual({ state: 'queued', attempts: 0, owner: null, invocation_ids: [] })
  expect(await rowsOf(platform.db, sql`select id from task_workers`)).toEqual([])
})

test('ended tasks are deleted after a while, dead letters later, and waiting ones never', async () => {
  const { id: functionId } = await fn(shop, 'ended')
  const made = await change(shop, (ctx) =>
    enqueueTasks(
      ctx,
      Array.from({ length: 5 }, () => taskOf(functionId)),
    ),
  )
  const [old, dead, deadest, recent, waiting] = made.map(({ id }) => id)
  const end = (id: string, state: string, days: number) =>
    platform.db.execute(
      sql`update tasks set state = ${state}, ended_at = now() - make_interval(days => ${days}) where id = ${id}`,
    )
  await end(old!, 'succeeded', 15)
  await end(dead!, 'dead', 15)
  await end(deadest!, 'dead', 31)
  await end(recent!, 'cancelled', 13)
  await keepHouse(platform)
  const left = await rowsOf<{ id: string }>(platform.db, sql`select id from tasks where function_id = ${functionId}`)
  expect(new Set(left.map(({ id }) => id))).toEqual(new Set([dead, recent, waiting]))
})
