/** Run by test-server.ts as a process of its own: PostgreSQL with the migrated template until the test run is over. */
import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startPostgres } from '@alcove/storage'
import pg from 'pg'
import { migrate } from '../database/migrate.ts'
import { TEMPLATE, urlOf } from './test-server.ts'

const [folder, run] = process.argv.slice(2) as [string, string]

try {
  const postgres = await startPostgres({ dataFolder: join(folder, 'postgres'), log: () => {} })
  const client = new pg.Client(postgres.url)
  await client.connect()
  // Nothing outlives the run, so nothing has to survive a power loss.
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes'])
    await client.query(`alter system set ${setting} = off`)
  await client.query('select pg_reload_conf()')
  await client.query(`create database ${TEMPLATE}`)
  await client.end()
  await migrate(urlOf(postgres.url, TEMPLATE))
  await say(postgres.url)
  while (alive(Number(run))) await sleep(300)
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
} catch (error) {
  await say(String(error))
}

async function say(text: string): Promise<void> {
  await writeFile(join(folder, 'ready.part'), text)
  await rename(join(folder, 'ready.part'), join(folder, 'ready'))
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
