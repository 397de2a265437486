import type { ChildProcess } from 'node:child_process'
import { startBare } from '../bare/bare.ts'
import { startProgram, stop } from '../child.ts'
import { firstAnswer, firstAnswerEver } from '../first-answer.ts'
import { freePort } from '../free-port.ts'
import { load } from '../load.ts'
import { MIB, residentTree } from '../measure/memory.ts'
import type { Lab, Pair } from '../measurement.ts'
import { install } from './install.ts'
import { RIVALS, type Rival } from './rivals.ts'

const ROUNDS = 3
const START_PATIENCE_MS = 30_000

export type RivalRow =
  | { name: string; skipped: string }
  | {
      name: string
      throughput: Pair[]
      p99: Pair[]
      p50: Pair[]
      start: Pair[]
      idleMiB: number
      loadedMiB: number
    }

/** Every rival with the same answer, in turns with bare Node. */
export async function compareRivals(lab: Lab): Promise<RivalRow[]> {
  const rows: RivalRow[] = []
  for (const rival of RIVALS) {
    const row = await compare(rival, lab).catch((error: Error) => ({
      name: rival.name,
      skipped: error.message.split('\n', 1)[0]!,
    }))
    console.log(`  ${rival.name}: ${'skipped' in row ? row.skipped : 'measured'}`)
    rows.push(row)
  }
  return rows
}

async function compare(rival: Rival, lab: Lab): Promise<RivalRow> {
  const { name } = rival
  const reason = await install(rival)
  if (reason !== null) return { name, skipped: reason }
  const bare = await lab.bare()
  const milliseconds = lab.quick ? 1000 : 2000
  const [throughput, p99, p50]: [Pair[], Pair[], Pair[]] = [[], [], []]
  const start = [await startPair(rival)]

  await using server = await startRival(rival)
  const idleMiB = residentTree(server.pid) / MIB
  await load(server.url, 32, 1000)
  for (let round = 0; round < (lab.quick ? 1 : ROUNDS); round++) {
    const ours = await load(server.url, 32, milliseconds)
    const theirs = await load(bare.url, 32, milliseconds)
    throughput.push({ ours: ours.requestsPerSecond, reference: theirs.requestsPerSecond })
    p99.push({ ours: ours.p99, reference: theirs.p99 })
    const single = await load(server.url, 1, milliseconds / 2)
    const bareSingle = await load(bare.url, 1, milliseconds / 2)
    p50.push({ ours: single.p50, reference: bareSingle.p50 })
    start.push(await startPair(rival))
  }
  return { name, throughput, p99, p50, start, idleMiB, loadedMiB: residentTree(server.pid) / MIB }
}

async function startPair(rival: Rival): Promise<Pair> {
  let startedAt = performance.now()
  const server = await startRival(rival)
  const ours = server.answeredAt - startedAt
  await server[Symbol.asyncDispose]()
  startedAt = performance.now()
  await using bare = await startBare()
  return { ours, reference: (await firstAnswer(bare.url)).at - startedAt }
}

interface RunningRival extends AsyncDisposable {
  url: string
  pid: number
  answeredAt: number
}

async function startRival({ name, folder, command }: Rival): Promise<RunningRival> {
  const port = await freePort()
  const [file, ...args] = command(port)
  const child = startProgram(file, args, {
    cwd: folder,
    stderr: 'ignore',
    environment: { NODE_ENV: 'production', SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off' },
  })
  child.stdout!.resume()
  const url = `http://127.0.0.1:${port}/`
  try {
    const answeredAt = await Promise.race([firstAnswerEver(url, START_PATIENCE_MS), untilDeath(name, child)])
    return { url, pid: child.pid!, answeredAt, [Symbol.asyncDispose]: () => end(child) }
  } catch (error) {
    await end(child)
    throw error
  }
}

function untilDeath(name: string, child: ChildProcess): Promise<never> {
  return new Promise((_resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code} before it answered`)))
  })
}

/** With what it started, all of which is in its process group. */
async function end(child: ChildProcess): Promise<void> {
  const exited = stop(child, 'SIGTERM')
  const insist = setTimeout(() => child.kill('SIGKILL'), 3_000)
  await exited
  clearTimeout(insist)
  try {
    process.kill(-child.pid!, 'SIGKILL')
  } catch {
    // Nothing of it is left.
  }
}
