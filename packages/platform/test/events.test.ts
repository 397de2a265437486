import { CloudEvent, EventPattern, LIMITS } from '@alcove/contract'
import { openTestPlatform, type TestPlatform } from '@alcove/platform/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  getEvent,
  getTrigger,
  listEvents,
  listFirings,
  listTasks,
  previewTrigger,
  publishCloudEvents,
  publishVersion,
  putAlias,
  putTrigger,
  type SpaceCtx,
} from '../src/index.ts'
import { publishDead } from '../src/jobs/tasks/publish-dead.ts'
import { change } from '../src/kernel/change.ts'
import { dispatchRound } from '../src/triggers/kinds/event/dispatch.ts'
import { codeOf, fn, space } from './scene.ts'

let first: TestPlatform
let second: TestPlatform
let ctx: SpaceCtx

beforeAll(async () => {
  first = await openTestPlatform()
  second = await openTestPlatform({ databaseUrl: first.databaseUrl })
  ctx = await space(first, 'shop')
  await fn(ctx, 'hello')
})
afterAll(async () => {
  await second.close()
  await first.close()
})

const put = (trigger: string, pattern: object, enabled = true, of = ctx) =>
  putTrigger({
    ctx: of,
    input: {
      fn: 'hello',
      trigger,
      type: 'event',
      qualifier: 'draft',
      enabled,
      config: { pattern: EventPattern.parse(pattern) },
    },
  })

const event = (id: string, type: string, data: unknown = {}) =>
  CloudEvent.parse({ specversion: '1.0', id, source: '/orders', type, data })

const publish = (...events: CloudEvent[]) => publishCloudEvents({ ctx, input: { events } })
const firings = async (trigger: string) =>
  (await listFirings({ ctx, input: { fn: 'hello', trigger, limit: 200 } })).items

async function dispatchAll(): Promise<void> {
  while ((await dispatchRound(first)).length > 0);
}

test('an event starts the function of each trigger that it matches, once, with two servers', async () => {
  await put('orders', { type: [{ prefix: 'order.' }], data: { total: [{ numeric: ['>', 100] }] } })
  await put('all', { source: ['/orders'] })
  await put('paused', { source: ['/orders'] }, false)
  const small = event('1', 'order.created', { total: 5 })
  const large = event('2', 'order.created', { total: 500 })
  const published = await publish(small, large)
  expect(published.events.map(({ duplicate }) => duplicate)).toEqual([false, false])
  await Promise.all([dispatchRound(first), dispatchRound(second), dispatchRound(first), dispatchRound(second)])
  expect(await firings('orders')).toMatchObject([
    { outcome: 'fired', cause: 'source', eventId: published.events[1]!.eventId, detail: 'order.created' },
  ])
  expect(await firings('all')).toHaveLength(2)
  expect(await firings('paused')).toEqual([])
  const { items } = await listTasks({ ctx, input: { limit: 50 } })
  expect(items.filter(({ trigger }) => trigger === 'event')).toHaveLength(3)
  const detail = await getEvent({ ctx, input: { id: published.events[1]!.eventId! } })
  expect(detail).toMatchObject({ started: 2, event: large, firings: [{ function: 'hello' }, { function: 'hello' }] })
})

test('a trigger shows what it did in the last day', async () => {
  await first.db.execute(sql`
    update tasks set state = case when row = 1 then 'dead' else 'succeeded' end, ended_at = now()
    from (select id as done, row_number() over (order by id) as row from tasks where trigger_name = 'all') as ended
    where id = done`)
  const { last24h } = await getTrigger({ ctx, input: { fn: 'hello', trigger: 'all' } })
  expect(last24h).toMatchObject({ succeeded: 1, failed: 1, dead: 1, skipped: 0, invocations: 0 })
  expect(last24h.lagP95Ms).toBeGreaterThanOrEqual(0)
  expect(last24h.strip.invocations).toHaveLength(48)
})

test('the same source and id is the same event, within one request and later', async () => {
  const one = event('once', 'cart.filled')
  const { events } = await publish(one, one)
  expect(events.map(({ duplicate }) => duplicate)).toEqual([false, true])
  expect((await publish(one)).events).toMatchObject([{ duplicate: true, eventId: null }])
  const other = await publish(CloudEvent.parse({ ...one, source: '/elsewhere' }))
  expect(other.events[0]!.duplicate).toBe(false)
  expect((await listEvents({ ctx, input: { type: 'cart.*', limit: 50 } })).items).toHaveLength(2)
  expect((await listEvents({ ctx, input: { q: 'elsewhere', limit: 50 } })).items).toHaveLength(1)
})

test('changes inside Alcove are events, and nobody else can publish their types', async () => {
  await put('releases', { type: ['alcove.version.published', 'alcove.alias.moved'] })
  await publishVersion({ ctx, input: { fn: 'hello', description: 'first' } })
  await putAlias({ ctx, input: { fn: 'hello', alias: 'live', version: 1 } })
  await dispatchAll()
  expect((await firings('releases')).map(({ detail }) => detail)).toEqual([
    'alcove.alias.moved',
    'alcove.version.published',
  ])
  expect(await codeOf(publish(event('forged', 'alcove.version.published')))).toBe('ValidationFailed')
})

test('a loop of events and functions ends, and says so', async () => {
  await put('circle', { type: ['around'] })
  const cause = { traceId: 'a'.repeat(32), hops: LIMITS.hops, lineage: 'b'.repeat(32) }
  await publishCloudEvents({ ctx, input: { events: [event('round', 'around')], cause } })
  await dispatchAll()
  expect(await firings('circle')).toMatchObject([{ outcome: 'skipped', reason: 'loop', taskId: null }])
})

test('a task of a loop that was stopped is on the bus as dead, and starts nothing', async () => {
  await put('deaths', { type: ['alcove.task.dead'] })
  await put('victim', { type: ['victim'] })
  await publish(event('failed', 'victim'), event('looped', 'victim'))
  await dispatchAll()
  const ids = (await firings('victim')).map(({ taskId }) => taskId!)
  for (const [index, code] of ['LoopDetected', 'FunctionError'].entries()) {
    await first.db.execute(sql`
      update tasks set state = 'dead', error_code = ${code} where id = ${ids[index]}`)
  }
  await change(ctx, (ctx) => publishDead(ctx, ids))
  await dispatchAll()
  expect((await firings('deaths')).map(({ outcome, reason }) => reason ?? outcome).toSorted()).toEqual([
    'fired',
    'loop',
  ])
})

test('events reach no other space', async () => {
  const other = await space(first, 'other')
  await fn(other, 'hello')
  await put('everything', { source: [{ exists: true }] }, true, other)
  await publish(event('secret', 'order.paid'))
  await dispatchAll()
  const seen = await listFirings({ ctx: other, input: { fn: 'hello', trigger: 'everything', limit: 50 } })
  expect(seen.items).toEqual([])
  const { items } = await listEvents({ ctx, input: { limit: 1 } })
  expect(await codeOf(getEvent({ ctx: other, input: { id: items[0]!.eventId } }))).toBe('NotFound')
})

test('a preview shows the last events that match, and a sample where none does', async () => {
  const preview = (pattern: object) =>
    previewTrigger({
      ctx,
      input: {
        fn: 'hello',
        trigger: 'later',
        type: 'event',
        qualifier: 'draft',
        enabled: true,
        config: { pattern: EventPattern.parse(pattern) },
      },
    })
  expect(await preview({ type: ['order.paid'] })).toMatchObject({
    matched: [{ type: 'order.paid' }],
    event: { id: 'secret' },
    loop: false,
  })
  const own: SpaceCtx = { ...ctx, actor: { kind: 'platform', name: 'function hello' } }
  await publishCloudEvents({ ctx: own, input: { events: [event('own', 'own.type')] } })
  expect(await preview({ type: ['own.type'] })).toMatchObject({ matched: [{ type: 'own.type' }], loop: true })
  const sample = { type: [{ prefix: 'never.' }], data: { total: [{ numeric: ['>', 10] }] } }
  expect(await preview(sample)).toMatchObject({ matched: [], event: { type: 'never.', data: { total: 11 } } })
})
