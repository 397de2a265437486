import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DEFAULT_RETENTION } from '@alcove/contract'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { firstIdAt } from '../src/database/ids.ts'
import { migrate } from '../src/database/migrate.ts'
import { getInvocation, listInvocations, newId, updateSpace, type SpaceCtx } from '../src/index.ts'
import { applyRetention } from '../src/records/partitions/apply-retention.ts'
import { listPartitions } from '../src/records/partitions/list-partitions.ts'
import { makePartitions } from '../src/records/partitions/make-partitions.ts'
import { PARTITIONED_TABLES } from '../src/records/partitions/partitioned-tables.ts'
import { createTestDatabase, openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { fn, recordOf, space, stored } from './scene.ts'

const DAY = 24 * 3600_000
const [INVOCATIONS] = PARTITIONED_TABLES

async function open(): Promise<TestPlatform> {
  const platform = await openTestPlatform()
  onTestFinished(() => platform.close())
  return platform
}

/** As the platform is some days from now. */
const daysLater = (platform: TestPlatform, days: number) => ({
  db: platform.db,
  clock: { now: () => Date.now() + days * DAY },
})

/** An id made some days from now. */
const idIn = (days: number, n = 0) =>
  firstIdAt(Date.now() + days * DAY).replace(/-0000-0000-.*/, `-7000-8000-${String(n).padStart(12, '0')}`)

async function record(ctx: SpaceCtx, functionId: string, days: number, n = 0): Promise<string> {
  const record = recordOf(ctx, functionId, { id: idIn(days, n), startedAt: Date.now() + days * DAY })
  await ctx.platform.recorder.record(record)
  return record.id
}

test('an installation from before there were partitions keeps its records where they are', async () => {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const client = new pg.Client(database.url)
  await client.connect()
  await client.query('drop schema public cascade; create schema public')
  await client.query('create table migrations (name text primary key, applied_at timestamptz not null default now())')
  const folder = join(import.meta.dirname, '../migrations')
  const earlier = (await readdir(folder)).filter((name) => name.endsWith('.sql') && name < '0017').sort()
  for (const name of earlier) {
    await client.query(await readFile(join(folder, name), 'utf8'))
    await client.query('insert into migrations (name) values ($1)', [name])
  }
  const [spaceId, functionId, id] = [newId(), newId(), newId()]
  await client.query("insert into functions (id, space_id, name, description) select $1, $2, 'old', '' where false", [
    functionId,
    spaceId,
  ])
  await client.query(
    `insert into log_lines (id, space_id, function_id, invocation_id, time, level, message, truncated_bytes)
      values ($1, $2, $3, $1, now(), 'info', 'from before', 0)`,
    [id, spaceId, functionId],
  )

  await migrate(database.url)
  const { rows } = await client.query('select tableoid::regclass::text as part, message from log_lines where id = $1', [
    id,
  ])
  expect(rows).toEqual([{ part: 'log_lines_before', message: 'from before' }])
  const indexes = await client.query<{ name: string; valid: boolean }>(
    `select relname as name, indisvalid as valid from pg_index join pg_class on oid = indexrelid
      where indrelid in ('invocations'::regclass, 'log_lines'::regclass) order by 1`,
  )
  expect(indexes.rows).toEqual(
    ['invocations_failed', 'invocations_failed_in_space', 'invocations_function']
      .concat('invocations_space_id_id_pk', 'invocations_trace')
      .concat('log_lines_function_id_id_pk', 'log_lines_invocation')
      .map((name) => ({ name, valid: true })),
  )
  await client.end()
})

test('partitions are made ahead, by one of several servers, and late rows find theirs', async () => {
  const platform = await open()
  const ctx = await space(platform, 'kept')
  const { id: functionId } = await fn(ctx, 'called')
  // No partitions were made for three days: the last one takes the rows.
  const ids = await Promise.all([0, 1, 2, 3].map((days) => record(ctx, functionId, days)))
  await stored(platform)
  await Promise.all([1, 2, 3].map(() => makePartitions(daysLater(platform, 3))))

  for (const table of PARTITIONED_TABLES) {
    const partitions = await listPartitions(platform.db, table)
    // Without gaps.
    expect([...partitions.map(({ from }) => from), Infinity]).toEqual([-Infinity, ...partitions.map(({ to }) => to)])
    // The last one begins after the next day or month.
    expect(partitions.at(-1)!.from).toBeGreaterThan(Date.now() + 4 * DAY)
  }
  for (const id of ids) expect((await getInvocation({ ctx, input: { id } })).id).toBe(id)
  const { rows } = await platform.pool.query('select distinct tableoid::regclass::text as part from invocations')
  expect(rows.length).toBeGreaterThan(2)
  const { items } = await listInvocations({ ctx, input: { limit: 2, from: new Date(Date.now() + DAY).toISOString() } })
  expect(items.map(({ id }) => id)).toEqual(ids.toReversed().slice(0, 2))
})

test('expired records of a space are dropped, others stay, and no row is deleted', async () => {
  const platform = await open()
  const [short, long] = [await space(platform, 'short'), await space(platform, 'long')]
  await updateSpace({ ctx: short, input: { retention: { ...DEFAULT_RETENTION, invocations: 2 } } })
  await updateSpace({ ctx: long, input: { retention: { ...DEFAULT_RETENTION, invocations: 5 } } })
  const [fnOfShort, fnOfLong] = [await fn(short, 'one'), await fn(long, 'two')]
  for (let n = 0; n < 20; n++) {
    await record(short, fnOfShort.id, 0, n)
    await record(long, fnOfLong.id, 0, n)
  }
  await stored(platform)
  await makePartitions(daysLater(platform, 1))
  const left = async () => {
    const { rows } = await platform.pool.query<{ name: string; n: number }>(
      'select s.name, count(*)::int as n from invocations i join spaces s on s.id = i.space_id group by 1 order by 1',
    )
    return rows.map(({ name, n }) => `${n} of ${name}`)
  }

  await applyRetention(daysLater(platform, 1.5))
  expect(await left()).toEqual(['20 of long', '20 of short'])
  await applyRetention(daysLater(platform, 4))
  expect(await left()).toEqual(['20 of long'])
  // Its indexes came along.
  expect((await listInvocations({ ctx: long, input: { limit: 50, function: 'two' } })).items).toHaveLength(20)
  await applyRetention(daysLater(platform, 7))
  expect(await left()).toEqual([])
  const partitions = await listPartitions(platform.db, INVOCATIONS!)
  await applyRetention(daysLater(platform, 7))
  expect(await listPartitions(platform.db, INVOCATIONS!)).toEqual(partitions)
  // Records of any time have a place, even with a wrong clock.
  await record(long, fnOfLong.id, -1)
  await stored(platform)
  expect(await left()).toEqual(['1 of long'])
})
