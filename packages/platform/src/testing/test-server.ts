import { spawn } from 'node:child_process'
import { mkdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isMainThread } from 'node:worker_threads'
import pg from 'pg'
import { newId } from '../database/ids.ts'

export const TEMPLATE = 'template_alcove'

/** The process that all test files of one run share: vitest's own. */
const RUN = isMainThread ? process.ppid : process.pid
const PATIENCE_MS = 30_000

/** A migrated database of one's own (`create database … template …`), gone with the run at the latest. */
export async function createTestDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = await testServer()
  const name = `test_${newId().replaceAll('-', '')}`
  await run(server, `create database ${name} template ${TEMPLATE}`)
  return { url: urlOf(server, name), drop: () => run(server, `drop database ${name} with (force)`) }
}

/** One PostgreSQL per run. The first test file starts it, the others wait for it, and it ends with the run. */
async function testServer(): Promise<string> {
  const folder = join(tmpdir(), `alcove-test-${RUN}`)
  const first = await mkdir(folder, { mode: 0o700 }).then(
    () => true,
    () => false,
  )
  if (first) {
    const script = fileURLToPath(new URL('./serve.ts', import.meta.url))
    // On its own: it must outlive this test file, not the run it watches.
    spawn(process.execPath, [script, folder, String(RUN)], { detached: true, stdio: 'ignore' }).unref()
  }
  const started = performance.now()
  while (performance.now() - started < PATIENCE_MS) {
    const answer = await readFile(join(folder, 'ready'), 'utf8').catch(() => '')
    if (answer.startsWith('postgresql:')) return answer
    if (answer) throw new Error(`The test database does not start: ${answer}`)
    await sleep(20)
  }
  throw new Error(`No test database after ${PATIENCE_MS} ms in ${folder}`)
}

export function urlOf(url: string, database: string): string {
  return url.replace(/^postgresql:\/\/\/[^?]*/, `postgresql:///${database}`)
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
