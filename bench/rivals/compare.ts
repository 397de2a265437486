import { startBare } from '../bare/bare.ts'
import { startProgram, stop, untilDeath } from '../child.ts'
import { firstAnswer, firstAnswerEver } from '../first-answer.ts'
import { freePort } from '../free-port.ts'
import { load } from '../load.ts'
import { MIB, residentTree } from '../measure/memory.ts'
import type { Lab, Pair } from '../measurement.ts'
import { takeRounds, type Rounds } from '../rounds.ts'
import { install } from './install.ts'
import type { Rival } from './rivals.ts'

const START_PATIENCE_MS = 30_000
/** Not all of them end on SIGTERM. */
const END_PATIENCE_MS = 3_000

/** In the order of the columns. */
type Figure = 'throughput' | 'p99' | 'p50' | 'start'

export type RivalRow =
  | { name: string; skipped: string }
  | { name: string; rows: Rounds<Figure>[]; idleMiB: number; loadedMiB: number }

/** Measures a rival with the same response, alternating with bare Node. */
export async function compare(rival: Rival, lab: Lab): Promise<RivalRow> {
  const { name } = rival
  const reason = await install(rival)
  if (reason !== null) return { name, skipped: reason }
  const bare = await lab.bare()
  const milliseconds = lab.quick ? 1000 : 2000
  // Once without measuring, so that its files are in the page cache.
  await (await startRival(rival))[Symbol.asyncDispose]()
  await using server = await startRival(rival)
  const idleMiB = residentTree(server.pid) / MIB
  await load(server.url, 32, 1000)
  const rows = await takeRounds<Figure>(async () => {
    const ours = await load(server.url, 32, milliseconds)
    const theirs = await load(bare.url, 32, milliseconds)
    const single = await load(server.url, 1, milliseconds / 2)
    const bareSingle = await load(bare.url, 1, milliseconds / 2)
    return {
      throughput: { ours: ours.requestsPerSecond, reference: theirs.requestsPerSecond },
      p99: { ours: ours.p99, reference: theirs.p99 },
      p50: { ours: single.p50, reference: bareSingle.p50 },
      start: await startPair(rival),
    }
  }, lab)
  return { name, rows, idleMiB, loadedMiB: residentTree(server.pid) / MIB }
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

async function startRival({ folder, command }: Rival): Promise<RunningRival> {
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
    const answeredAt = await Promise.race([firstAnswerEver(url, START_PATIENCE_MS), untilDeath(child)])
    return { url, pid: child.pid!, answeredAt, [Symbol.asyncDispose]: () => stop(child, END_PATIENCE_MS) }
  } catch (error) {
    await stop(child, END_PATIENCE_MS)
    throw error
  }
}
