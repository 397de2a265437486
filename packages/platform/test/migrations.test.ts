import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { DEFAULT_EGRESS, DEFAULT_SCALING, FunctionConfiguration } from '@alcove/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '../src/database/migrate.ts'
import { authorize, getFunction, newId, updateFunction } from '../src/index.ts'
import { createTestDatabase, openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { as, fn, ROOT, space } from './scene.ts'

let template: TestPlatform
beforeAll(async () => {
  template = await openTestPlatform()
})
afterAll(() => template.close())

/** A database without a single table. */
async function empty() {
  const database = await createTestDatabase()
  const client = new pg.Client(database.url)
  await client.connect()
  await client.query('drop schema public cascade; create schema public')
  return { ...database, client, [Symbol.asyncDispose]: async () => (await client.end(), await database.drop()) }
}

async function tables(client: pg.Client | pg.Pool): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public' order by 1",
  )
  return rows.map(({ name }) => name)
}

test('killed at any moment, a migration is finished by the next start', async () => {
  for (const delay of [0, 4, 8, 16, 32]) {
    await using database = await empty()
    const script = join(import.meta.dirname, 'run-migrations.ts')
    const child = spawn(process.execPath, [script, database.url], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    await sleep(delay)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await migrate(database.url)
    expect(await tables(database.client)).toEqual(await tables(template.pool))
  }
})

test('four processes that start at once migrate once', async () => {
  await using database = await empty()
  await Promise.all(Array.from({ length: 4 }, () => migrate(database.url)))
  expect(await tables(database.client)).toEqual(await tables(template.pool))
})

test('the migrations make the schema that the code expects, and starting again changes nothing', async () => {
  const ctx = await space(template, 'kept')
  await fn(ctx, 'still-there')
  await migrate(template.databaseUrl)
  const again = await openTestPlatform({ databaseUrl: template.databaseUrl, blobs: template.blobs })
  expect(again.routes.find('kept', 'still-there')).toBeDefined()
  await again.close()
})

test('functions from before these settings existed run as before', async () => {
  await using database = await empty()
  const { client, url } = database
  await client.query('create table migrations (name text primary key, applied_at timestamptz not null default now())')
  for (const name of ['0000_start.sql', '0001_histograms.sql']) {
    await client.query(await readFile(join(import.meta.dirname, '../migrations', name), 'utf8'))
    await client.query('insert into migrations (name) values ($1)', [name])
  }
  const [spaceId, small, large] = [newId(), newId(), newId()]
  await client.query(
    "insert into spaces (id, name, visibility, description, require_isolation) values ($1, 'old', 'private', '', false)",
    [spaceId],
  )
  const old = { runtime: 'nodejs24', handler: 'index.handler', timeoutSeconds: 30, environment: { A: '1' } }
  for (const [id, name, memoryMb] of [
    [small, 'small', 64],
    [large, 'large', 256],
  ] as const) {
    const code = [id, name, 'c'.repeat(64), { ...old, memoryMb }]
    await client.query("insert into functions (id, space_id, name, description) values ($1, $2, $3, '')", [
      id,
      spaceId,
      name,
    ])
    await client.query(
      'insert into drafts (function_id, revision, code_hash, code_bytes, configuration) values ($1, $2, $3, 1, $4)',
      code,
    )
    await client.query(
      `insert into versions (function_id, number, description, revision, code_hash, code_bytes, configuration)
        values ($1, 1, '', $2, $3, 1, $4)`,
      code,
    )
  }

  const platform = await openTestPlatform({ databaseUrl: url })
  const ctx = await authorize({ ctx: as(platform, ROOT), action: 'functions:write', space: 'old' })
  const { draft, versions } = platform.routes.find('old', 'large')!
  expect(versions.get(1)).toEqual({ ...draft })
  expect(draft).toMatchObject({
    environment: { A: '1' },
    secrets: {},
    scaling: DEFAULT_SCALING,
    tmpMb: 64,
    cpus: null,
    layers: [],
    build: null,
    egress: DEFAULT_EGRESS,
    storageMb: 1024,
  })
  for (const name of ['small', 'large']) {
    const fn = await getFunction({ ctx, input: { fn: name } })
    expect(fn).toMatchObject({ parameters: null })
    expect(FunctionConfiguration.safeParse({ ...fn, parameters: undefined }).error).toBeUndefined()
    await updateFunction({ ctx, input: { fn: name, timeoutSeconds: 31 } })
  }
  await platform.close()
})
