import { LIMITS, LogTriggerConfig, type PutTrigger } from '@alcove/contract'
import { openTestPlatform, type TestPlatform } from '@alcove/platform/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import {
  authorize,
  deleteFunction,
  deleteTrigger,
  restoreFunction,
  getTask,
  listFirings,
  listTasks,
  newId,
  previewTrigger,
  putGrant,
  getFunctionFlow,
  getTrigger,
  putTrigger,
  updateFunction,
  type SpaceCtx,
} from '../src/index.ts'
import { rowsOf } from '../src/database/connect.ts'
import { readRound } from '../src/triggers/kinds/log/read-feed.ts'
import { as, codeOf, fn, person, space, stored } from './scene.ts'

const clock = { ahead: 0, now: () => Date.now() + clock.ahead }
let first: TestPlatform
let second: TestPlatform
let ctx: SpaceCtx
const ids = new Map<string, string>()

beforeAll(async () => {
  first = await openTestPlatform({ clock })
  second = await openTestPlatform({ clock, databaseUrl: first.databaseUrl })
  ctx = await space(first, 'shop')
  for (const name of ['noisy', 'alarm', 'third']) ids.set(name, (await fn(ctx, name)).id)
})
afterAll(async () => {
  await second.close()
  await first.close()
})
beforeEach(() => {
  clock.ahead = 0
})

function log(config: object, enabled = true): PutTrigger {
  const whole = LogTriggerConfig.parse({ function: 'noisy', batchWindowSeconds: 0, ...config })
  return { type: 'log', qualifier: 'draft', enabled, config: whole }
}
const put = (trigger: string, config: object, of = 'alarm', enabled = true) =>
  putTrigger({ ctx, input: { fn: of, trigger, ...log(config, enabled) } })
const firings = async (trigger: string, of = 'alarm') =>
  (await listFirings({ ctx, input: { fn: of, trigger, limit: 200 } })).items
const remove = (trigger: string, of = 'alarm') => deleteTrigger({ ctx, input: { fn: of, trigger } })

interface Writing {
  by?: string
  hops?: number
}

async function write(messages: string[], { by = 'noisy', hops = 0 }: Writing = {}): Promise<void> {
  const call = {
    spaceId: ctx.space.id,
    functionId: ids.get(by)!,
    function: by,
    version: null,
    invocationId: newId(),
    traceId: 'c'.repeat(32),
    hops,
    lineage: null,
  }
  for (const message of messages)
    first.recorder.log(call, { time: Date.now(), level: 'info', message, truncatedBytes: 0 })
  await stored(first)
}

/** The lines of each call that the trigger made, oldest first. */
async function batches(trigger: string, of = 'alarm'): Promise<string[][]> {
  const fired = (await firings(trigger, of)).filter(({ taskId }) => taskId !== null).toReversed()
  const tasks = await Promise.all(fired.map(({ taskId }) => getTask({ ctx, input: { id: taskId! } })))
  return tasks.map(({ event }) => JSON.parse(event!).logs.map(({ message }: { message: string }) => message))
}

test('lines that match come in batches, each line once, with two servers', async () => {
  await put('errors', { pattern: 'bad', batchSize: 3 })
  await write(['bad 1', 'good', 'bad 2', 'bad 3', 'bad 4'])
  await write(['bad 5'])
  await Promise.all([readRound(first), readRound(second), readRound(first), readRound(second)])
  const got = await batches('errors')
  expect(got.flat().toSorted()).toEqual(['bad 1', 'bad 2', 'bad 3', 'bad 4', 'bad 5'])
  expect(Math.max(...got.map(({ length }) => length))).toBe(3)
  expect(await readRound(first)).toBeNull()
  await remove('errors')
})

test('lines wait for others until their window ends, over a restart too', async () => {
  await put('slow', { batchWindowSeconds: 60 })
  await write(['one'])
  expect(await readRound(first)).toBeGreaterThan(50_000)
  await write(['two'])
  await readRound(second)
  expect(await batches('slow')).toEqual([])
  clock.ahead = 61_000
  await readRound(second)
  expect(await batches('slow')).toEqual([['one', 'two']])
  await remove('slow')
})

test('a paused trigger ignores lines, and so does one that reads another function', async () => {
  await put('off', {}, 'alarm', false)
  await write(['missed'])
  await put('off', {})
  await write(['seen'])
  await write(['elsewhere'], { by: 'third' })
  await readRound(first)
  expect(await batches('off')).toEqual([['seen']])
  await remove('off')
})

test('the function gets lines in the documented shape, and the call is part of their trace', async () => {
  await put('shape', { level: 'info' })
  await write(['hello'])
  await readRound(first)
  const [firing] = await firings('shape')
  expect(firing).toMatchObject({ outcome: 'fired', cause: 'source', detail: '1 line', lagMs: expect.any(Number) })
  const task = await getTask({ ctx, input: { id: firing!.taskId! } })
  expect(JSON.parse(task.event!)).toEqual({
    logs: [{ time: expect.any(String), level: 'info', message: 'hello', invocationId: expect.any(String) }],
  })
  expect(task).toMatchObject({ trigger: 'log', traceId: 'c'.repeat(32), caller: 'function noisy' })
  await remove('shape')
})

test('of two saves at the same time that close a circle together, one is refused', async () => {
  const saves = await Promise.allSettled([
    put('race', { function: 'third' }, 'alarm'),
    put('race', { function: 'alarm' }, 'third'),
  ])
  expect(saves.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  await remove('race', saves[0].status === 'fulfilled' ? 'alarm' : 'third')
})

test('a save waits for the deletion of its source, and is refused then', async () => {
  const { id } = await fn(ctx, 'leaving')
  const deleting = await second.pool.connect()
  onTestFinished(() => deleting.release(true))
  await deleting.query('begin')
  await deleting.query('delete from functions where id = $1', [id])
  let saved = false
  const saving = put('late', { function: 'leaving' }).finally(() => (saved = true))
  saving.catch(() => {})
  const waits = async () =>
    (await rowsOf(ctx.db, sql`select from pg_locks where not granted and locktype = 'transactionid'`)).length > 0
  await expect.poll(async () => saved || (await waits())).toBe(true)
  await deleting.query('commit')
  await expect(saving).rejects.toThrow('There is no function "leaving"')
})

test('a loop is refused where it can be detected, and ends where it cannot', async () => {
  const own = putTrigger({ ctx, input: { fn: 'noisy', trigger: 'own', ...log({}) } })
  await expect(own).rejects.toMatchObject({ extras: { errors: [{ path: 'config.function' }] } })
  await put('a', {})
  await put('b', { function: 'alarm' }, 'third')
  const back = putTrigger({ ctx, input: { fn: 'noisy', trigger: 'c', ...log({ function: 'third' }) } })
  await expect(back).rejects.toThrow('third → noisy → alarm → third')
  await write(['round'], { hops: LIMITS.hops - 1 })
  await write(['fresh'])
  await readRound(first)
  expect((await firings('a')).map(({ outcome, reason }) => reason ?? outcome).toSorted()).toEqual(['fired', 'loop'])
  expect(await batches('a')).toEqual([['fresh']])
  await remove('a')
})

test('a renamed function is still read, and still gets results of others', async () => {
  await put('named', {})
  const toIt = JSON.stringify({ onFailure: { type: 'function', function: 'noisy', qualifier: 'draft' } })
  await ctx.db.execute(sql`update functions set destinations = ${toIt}::jsonb where id = ${ids.get('third')!}`)
  await updateFunction({ ctx, input: { fn: 'noisy', name: 'louder' } })
  const named = () => getTrigger({ ctx, input: { fn: 'alarm', trigger: 'named' } })
  expect((await named()).config).toMatchObject({ function: 'louder' })
  await write(['still heard'])
  await readRound(first)
  expect(await batches('named')).toEqual([['still heard']])
  expect((await getFunctionFlow({ ctx, input: { fn: 'louder' } })).fedBy).toMatchObject([{ name: 'third' }])
  await updateFunction({ ctx, input: { fn: 'louder', name: 'noisy' } })
  expect((await named()).config).toMatchObject({ function: 'noisy' })
  await remove('named')
})

test('a trigger that cannot work is refused with the wrong field', async () => {
  const refused = async (config: object) => {
    const error = await put('wrong', config).catch((thrown: unknown) => thrown)
    return (error as { extras: { errors: { path: string }[] } }).extras.errors.map(({ path }) => path)
  }
  expect(await refused({ function: 'absent' })).toEqual(['config.function'])
  expect(await refused({ regex: '(' })).toEqual(['config.regex'])
  expect(await refused({ regex: '(?=x)' })).toEqual(['config.regex'])
  expect(await codeOf(listFirings({ ctx, input: { fn: 'alarm', trigger: 'wrong', limit: 50 } }))).toBe('NotFound')
})

test('only callers who may read the lines of a function can pass them to another one', async () => {
  const actor = await person(first, 'wren')
  if (actor.kind !== 'account') throw new Error('A person has an account')
  await putGrant({ ctx, input: { subject: actor.id, role: 'developer', function: 'alarm' } })
  const theirs = await authorize({ ctx: as(first, actor), action: 'triggers:write', space: 'shop', fn: 'alarm' })
  const input = { fn: 'alarm', trigger: 'spy', ...log({}) }
  expect(await codeOf(putTrigger({ ctx: theirs, input }))).not.toBe('ok')
  expect(await codeOf(previewTrigger({ ctx: theirs, input }))).not.toBe('ok')
})

test('a preview shows the last lines that match', async () => {
  await write(['preview me'])
  const preview = await previewTrigger({
    ctx,
    input: { fn: 'alarm', trigger: 'later', ...log({ pattern: 'preview' }) },
  })
  expect(preview).toMatchObject({ matched: [{ message: 'preview me' }], event: { logs: [{ message: 'preview me' }] } })
})

test('lines of a function that is deleted start nothing', async () => {
  ids.set('gone', (await fn(ctx, 'gone')).id)
  await put('late', { function: 'gone' })
  await write(['last words'], { by: 'gone' })
  await deleteFunction({ ctx, input: { fn: 'gone' } })
  await readRound(first)
  expect(await firings('late')).toMatchObject([
    { outcome: 'skipped', reason: 'paused', detail: 'The function gone was deleted', taskId: null },
  ])
  const { items } = await listTasks({ ctx, input: { limit: 200 } })
  expect(items.every(({ triggerName }) => triggerName !== 'late')).toBe(true)
})

test('a trigger that comes back from the trash reads the function that it read before', async () => {
  const source = await fn(ctx, 'first-name')
  const reader = await fn(ctx, 'reader')
  ids.set('reader', reader.id)
  const trash = (name: string) => deleteFunction({ ctx, input: { fn: name } })
  const restore = (trashed: string, name?: string) => restoreFunction({ ctx, input: { trashed, name } })
  const shown = () => getTrigger({ ctx, input: { fn: 'reader', trigger: 'bound' } })
  await put('bound', { function: 'first-name' }, 'reader')

  // It is renamed, and another one gets its name.
  await trash('reader')
  await updateFunction({ ctx, input: { fn: 'first-name', name: 'second-name' } })
  ids.set('second-name', source.id)
  const other = await fn(ctx, 'first-name')
  ids.set('first-name', other.id)
  expect(await restore(reader.id)).toMatchObject({ paused: [] })
  expect(await shown()).toMatchObject({ enabled: true, config: { function: 'second-name' } })
  await write(['of another'], { by: 'first-name' })
  await write(['of its own'], { by: 'second-name' })
  await readRound(first)
  expect(await batches('bound', 'reader')).toEqual([['of its own']])

  // Both are deleted, and it comes back first.
  await trash('reader')
  await trash('second-name')
  const { id: third } = await fn(ctx, 'second-name')
  const reason = 'The function second-name was deleted'
  expect(await restore(reader.id)).toMatchObject({ paused: [{ function: 'reader', trigger: 'bound', reason }] })
  expect(await shown()).toMatchObject({ enabled: false, pausedBy: { reason: 'deleted', detail: reason } })
  await trash('second-name')
  await restore(third)
  expect(await shown()).toMatchObject({ enabled: false })
  await restore(source.id, 'third-name')
  expect(await shown()).toMatchObject({ enabled: true, pausedBy: null, config: { function: 'third-name' } })

  // Paused for its source, it goes to the trash too, and comes back last.
  await trash('third-name')
  await trash('reader')
  await restore(source.id)
  await restore(reader.id)
  expect(await shown()).toMatchObject({ enabled: true, pausedBy: null, config: { function: 'third-name' } })
  await remove('bound', 'reader')
})

test('a trigger whose source is deleted is paused with the reason, and a new function of the name feeds it nothing', async () => {
  const old = await fn(ctx, 'source')
  await put('bound', { function: 'source' })
  await put('resting', { function: 'source' }, 'alarm', false)
  await deleteFunction({ ctx, input: { fn: 'source' } })
  const bound = () => getTrigger({ ctx, input: { fn: 'alarm', trigger: 'bound' } })
  expect(await bound()).toMatchObject({
    enabled: false,
    pausedBy: { reason: 'deleted', detail: 'The function source was deleted' },
  })
  expect(await firings('resting')).toEqual([])
  await expect(put('bound', { function: 'source' })).rejects.toThrow('There is no function "source"')

  const { id } = await fn(ctx, 'source')
  ids.set('source', id)
  await write(['of the new one'], { by: 'source' })
  await readRound(first)
  expect(await batches('bound')).toEqual([])
  await deleteFunction({ ctx, input: { fn: 'source' } })

  const restored = (trashed: string, name: string) => restoreFunction({ ctx, input: { trashed, name } })
  await restored(id, 'other')
  expect(await bound()).toMatchObject({ enabled: false, config: { function: 'source' } })
  await restored(old.id, 'back')
  expect(await bound()).toMatchObject({ enabled: true, pausedBy: null, config: { function: 'back' } })
  const audited = await rowsOf<{ action: string }>(
    ctx.db,
    sql`select action from audit_entries where target = 'function alarm trigger bound' order by id`,
  )
  expect(audited.map(({ action }) => action)).toEqual(['triggers:put', 'triggers:pause', 'triggers:resume'])
  expect(await getTrigger({ ctx, input: { fn: 'alarm', trigger: 'resting' } })).toMatchObject({ enabled: false })
  ids.set('back', old.id)
  await write(['heard again'], { by: 'back' })
  await readRound(first)
  expect(await batches('bound')).toEqual([['heard again']])
  await remove('bound')
  await remove('resting')
})
