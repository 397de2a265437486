import { once } from 'node:events'
import { join } from 'node:path'
import { startProgram, stop, untilDeath } from '../child.ts'
import { firstAnswerEver } from '../first-answer.ts'
import { freePort } from '../free-port.ts'
import type { Measurement } from '../measurement.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const REPOSITORY = join(import.meta.dirname, '../..')
/** The first start may install packages and build the console. */
const PATIENCE_MS = 180_000

/** From the command until it can run a function, with everything installed, built and initialised. */
export const start: Measurement = {
  targets: ['start'],
  async prepare(lab) {
    const home = temporaryFolder(lab.own)
    await startOnce(home)
    return async () => ({ start: { ours: await startOnce(home), reference: 1 } })
  },
}

async function startOnce(home: string): Promise<number> {
  const gatewayPort = await freePort()
  const startedAt = performance.now()
  const child = startProgram('npm', ['start'], {
    cwd: REPOSITORY,
    environment: {
      ALCOVE_HOME: home,
      ALCOVE_PORT: String(await freePort()),
      ALCOVE_GATEWAY_PORT: String(gatewayPort),
    },
  })
  child.stdout!.resume()
  // npm passes a signal on and ends before its child. The output stays open until all have ended.
  const ended = once(child.stdout!, 'close')
  try {
    const ready = firstAnswerEver(`http://127.0.0.1:${gatewayPort}/readyz`, PATIENCE_MS)
    return ((await Promise.race([ready, untilDeath(child)])) - startedAt) / 1000
  } finally {
    child.kill('SIGTERM')
    await ended
    await stop(child)
  }
}
