import { TimerTriggerConfig, type PutTrigger } from '@alcove/contract'
import { openTestPlatform, type TestPlatform } from '@alcove/platform/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import {
  backfillTrigger,
  backgroundJob,
  backgroundSteps,
  fireTrigger,
  getBackgroundAction,
  getTrigger,
  listFirings,
  previewTrigger,
  putTrigger,
  type SpaceCtx,
} from '../src/index.ts'
import { rowsOf } from '../src/database/connect.ts'
import { runClock } from '../src/triggers/kinds/timer/clock.ts'
import { runRound } from '../src/triggers/kinds/timer/round.ts'
import { codeOf, fn, space } from './scene.ts'

/** The clock of both servers. */
const clock = { time: Date.parse('2027-06-01T12:00:30Z'), now: () => clock.time }
let first: TestPlatform
let second: TestPlatform
let ctx: SpaceCtx

beforeAll(async () => {
  first = await openTestPlatform({ clock })
  second = await openTestPlatform({ clock, databaseUrl: first.databaseUrl })
  ctx = await space(first, 'shop')
  await fn(ctx, 'hello')
})
afterAll(async () => {
  await second.close()
  await first.close()
})

function timer(config: object, enabled = true): PutTrigger {
  return { type: 'timer', qualifier: 'draft', enabled, config: TimerTriggerConfig.parse(config) }
}

const put = (trigger: string, config: object, enabled = true) =>
  putTrigger({ ctx, input: { fn: 'hello', trigger, ...timer(config, enabled) } })

/** `12:01 fired`, oldest first. */
async function ledger(trigger: string): Promise<string[]> {
  const { items } = await listFirings({ ctx, input: { fn: 'hello', trigger, limit: 200 } })
  return items.map(({ dueAt, outcome, reason }) => `${dueAt?.slice(11, 16)} ${reason ?? outcome}`).toReversed()
}

async function tick(time: string): Promise<void> {
  clock.time = Date.parse(`2027-06-01T${time}Z`)
  await runRound(first, 0)
}

/** As the server's job does, until the action waits or ends. */
async function carryOn(actionId: string): Promise<void> {
  const job = { kind: 'background', key: actionId, payload: {}, attempt: 1 }
  const steps = { ...backgroundSteps, 'functions.replay': async () => ({ done: 0, position: null }) }
  await backgroundJob(first, steps).attempt(job, new AbortController().signal)
}

const end = (state: string) => first.db.execute(sql`update tasks set state = ${state}, ended_at = now()`)

test('two servers fire each tick of a hundred timers once', async () => {
  const names = Array.from({ length: 100 }, (_, index) => `many-${index}`)
  for (const name of names) await put(name, { cron: '* * * * *' })
  for (const time of ['12:01:00', '12:02:00', '12:03:00']) {
    clock.time = Date.parse(`2027-06-01T${time}Z`)
    await Promise.all([runRound(first, 0), runRound(second, 0), runRound(first, 0), runRound(second, 0)])
  }
  const rows = await first.db.execute(
    sql`select count(*)::int as ticks, count(distinct task_id)::int as tasks from firings`,
  )
  expect(rows.rows).toEqual([{ ticks: 300, tasks: 300 }])
  await first.db.execute(sql`delete from triggers`)
  await end('succeeded')
})

test('a slow function on a quick timer: skipped ticks are in the ledger with their reason', async () => {
  await put('slow', { cron: '* * * * *', overlap: 'skip' })
  await tick('12:04:00')
  await tick('12:05:00')
  await end('succeeded')
  await tick('12:06:00')
  expect(await ledger('slow')).toEqual(['12:04 fired', '12:05 overlap', '12:06 fired'])
  await end('succeeded')
})

test('a paused timer keeps its ledger, and runs again when it is resumed', async () => {
  await put('slow', { cron: '* * * * *', overlap: 'skip' }, false)
  expect(await getTrigger({ ctx, input: { fn: 'hello', trigger: 'slow' } })).toMatchObject({
    state: { nextFireAt: null },
  })
  await tick('12:07:00')
  await put('slow', { cron: '* * * * *', overlap: 'skip' })
  await tick('12:08:00')
  expect((await ledger('slow')).slice(-2)).toEqual(['12:07 paused', '12:08 fired'])
  await end('succeeded')
})

test('cancelPrevious cancels the waiting run before it starts the next', async () => {
  await put('newest', { cron: '* * * * *', overlap: 'cancelPrevious' })
  await tick('12:09:00')
  await tick('12:10:00')
  const { items } = await listFirings({ ctx, input: { fn: 'hello', trigger: 'newest', limit: 2 } })
  expect(items.map(({ task }) => task?.state)).toEqual(['queued', 'cancelled'])
  await end('succeeded')
})

test('a timer pauses itself after so many failures in a row, until somebody saves it', async () => {
  const config = { cron: '* * * * *', pauseAfterFailures: 2 }
  await put('broken', config)
  for (const time of ['12:11:00', '12:12:00', '12:13:00']) {
    await tick(time)
    await end('dead')
  }
  expect(await ledger('broken')).toEqual(['12:11 fired', '12:12 fired', '12:13 paused'])
  const paused = await getTrigger({ ctx, input: { fn: 'hello', trigger: 'broken' } })
  expect(paused).toMatchObject({ enabled: false, pausedBy: { reason: 'failures', detail: '2 failures in a row' } })
  const { value } = await put('broken', config)
  expect(value).toMatchObject({ enabled: true, pausedBy: null })
  await tick('12:14:00')
  expect((await ledger('broken')).at(-1)).toBe('12:14 fired')
})

test('a backfill runs the past ticks that did not run', async () => {
  const range = { fn: 'hello', trigger: 'slow', from: '2027-06-01T12:03:30.000Z', to: '2027-06-01T12:08:30.000Z' }
  const asked = { ...range, which: 'missed', preview: true } as const
  expect(await backfillTrigger({ ctx, input: asked })).toMatchObject({ ticks: 5, runs: 2 })
  const done = await backfillTrigger({ ctx, input: { ...asked, preview: false } })
  expect(done.dueAt).toEqual(['2027-06-01T12:05:00.000Z', '2027-06-01T12:07:00.000Z'])
  await carryOn(done.actionId!)
  expect(await backfillTrigger({ ctx, input: asked })).toMatchObject({ ticks: 5, runs: 0 })
  const tooMany = { ...asked, from: '2027-05-01T00:00:00.000Z' }
  expect(await codeOf(backfillTrigger({ ctx, input: tooMany }))).toBe('ValidationFailed')
})

test('a backfill of many ticks continues while its tasks end, and runs each tick once', async () => {
  await put('many', { cron: '* * * * *' })
  const range = {
    from: '2027-05-30T00:00:00.000Z',
    to: '2027-05-31T00:59:59.000Z',
    which: 'every',
    preview: false,
  } as const
  const { runs, actionId } = await backfillTrigger({ ctx, input: { fn: 'hello', trigger: 'many', ...range } })
  expect(runs).toBe(1500)
  const state = () => getBackgroundAction({ ctx, input: { id: actionId! } })
  await carryOn(actionId!)
  expect(await state()).toMatchObject({ kind: 'triggers.backfill', state: 'running', total: 1500, done: 1000 })
  await carryOn(actionId!)
  expect((await state()).done).toBe(1000)
  await end('succeeded')
  await carryOn(actionId!)
  expect(await state()).toMatchObject({ state: 'done', done: 1500, failed: 0 })
  const [ran] = await rowsOf<{ ticks: number; tasks: number }>(
    first.db,
    sql`select count(distinct due_at)::int as ticks, count(distinct task_id)::int as tasks from firings where cause = 'backfill'
      and trigger_id = (select id from triggers where name = 'many')`,
  )
  expect(ran).toEqual({ ticks: 1500, tasks: 1500 })
})

test('fired by hand it gets the event of the next tick, or a given one', async () => {
  const fired = await fireTrigger({ ctx, input: { fn: 'hello', trigger: 'slow', event: { mine: true } } })
  expect(fired).toMatchObject({ cause: 'manual', outcome: 'fired', dueAt: null, task: { state: 'queued' } })
  const sampled = await fireTrigger({ ctx, input: { fn: 'hello', trigger: 'slow' } })
  const found = await first.db.execute<{ event: Buffer }>(sql`
    select event from tasks where id in (${fired.taskId}, ${sampled.taskId}) order by id`)
  const events = found.rows.map(({ event }) => JSON.parse(event.toString()) as unknown)
  expect(events[0]).toEqual({ mine: true })
  expect(events[1]).toMatchObject({ trigger: 'slow', localTime: '2027-06-01T12:15:00+00:00', payload: null })
})

test.for([
  [{ cron: '0 0 30 2 *' }, 'names a day that never comes'],
  [{ at: '2020-01-01T00:00:00Z' }, 'has passed'],
  [{ cron: '* * * * *', end: '2020-01-01T00:00:00Z' }, 'No tick is left'],
  [{ cron: '99 * * * *' }, 'is not a cron pattern'],
] as const)('%j is refused, and nothing is made', async ([config, message]) => {
  await expect(put('wrong', config)).rejects.toThrow(message)
  expect(await codeOf(getTrigger({ ctx, input: { fn: 'hello', trigger: 'wrong' } }))).toBe('NotFound')
})

test('a preview shows the next ten, and the clock change among them', async () => {
  clock.time = Date.parse('2027-03-27T20:48:00Z')
  const config = timer({ cron: '0,30 * * * *', timezone: 'Europe/Berlin' })
  const preview = await previewTrigger({ ctx, input: { fn: 'hello', trigger: 'half', ...config } })
  expect(preview).toMatchObject({
    type: 'timer',
    clockChange: { at: '2027-03-28T01:00:00.000Z', missing: ['02:00', '02:30'], twice: [] },
    dst: { skipped: 'skip', repeated: 'both' },
  })
  const later = timer({ cron: '15 2 * * *', timezone: 'Australia/Lord_Howe', start: '2027-09-01T00:00:00Z' })
  const elsewhere = await previewTrigger({ ctx, input: { fn: 'hello', trigger: 'half', ...later } })
  expect(elsewhere).toMatchObject({
    clockChange: { at: '2027-10-02T15:30:00.000Z', local: '2027-10-03T02:30:00+11:00', missing: ['02:15'] },
  })
  if (preview.type !== 'timer') return
  expect(preview.next).toHaveLength(10)
  expect(preview.next[8]).toMatchObject({ local: '2027-03-28T03:00:00+02:00' })
})

test.each([0, 4])('a clock set an hour forward was away, and set back it fires nothing twice (%i)', async (reads) => {
  let looks = 0
  /** What the clock shows, from this many reads on: it may be set while the timers are looked at. */
  let next = { from: 0, time: Date.parse('2027-06-01T12:00:30Z') }
  let time = next.time
  const own = {
    now() {
      if (++looks > next.from) time = next.time
      return time
    },
  }
  const platform = await openTestPlatform({ clock: own })
  onTestFinished(() => platform.close())
  const ctx = await space(platform, 'shop')
  await fn(ctx, 'hello')
  const config = TimerTriggerConfig.parse({ cron: '*/20 * * * *', catchUp: 'last' })
  const settings = { type: 'timer', qualifier: 'draft', enabled: true, config } as const
  await putTrigger({ ctx, input: { fn: 'hello', trigger: 'jump', ...settings } })
  const watch = runClock(platform)
  onTestFinished(() => watch.close())
  const firings = async () => {
    const { items } = await listFirings({ ctx, input: { fn: 'hello', trigger: 'jump', limit: 50 } })
    return items.map(({ dueAt, outcome, reason }) => `${dueAt?.slice(11, 16)} ${reason ?? outcome}`).toReversed()
  }
  const set = async (to: string) => {
    next = { from: looks + reads, time: Date.parse(`2027-06-01T${to}Z`) }
    await expect.poll(() => looks, { timeout: 60_000 }).toBeGreaterThan(next.from + 20)
  }
  await set('12:00:31')
  await set('13:00:30')
  const away = ['12:20 downtime', '12:40 downtime', '13:00 fired']
  await expect.poll(firings, { timeout: 60_000 }).toEqual(away)
  await set('12:00:40')
  await set('13:20:01')
  await expect.poll(firings, { timeout: 60_000 }).toEqual([...away, '13:20 fired'])
})
