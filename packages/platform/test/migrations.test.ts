import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '../src/database/migrate.ts'
import { createTestDatabase, openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { fn, space } from './scene.ts'

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

test('the migrations make the schema that the code believes in, and starting again changes nothing', async () => {
  const ctx = await space(template, 'kept')
  await fn(ctx, 'still-there')
  await migrate(template.databaseUrl)
  const again = await openTestPlatform({ databaseUrl: template.databaseUrl, blobs: template.blobs })
  expect(again.routes.find('kept', 'still-there')).toBeDefined()
  await again.close()
})
