import type { Engine } from '@alcove/engine'
import { endBuild, writeBuildLog, type BuildEnd, type ClaimedBuild, type Platform } from '@alcove/platform'
import type { Logger } from 'pino'
import { setTimeout as sleep } from 'node:timers/promises'

/** Lines of a moment are written together. */
const FLUSH_MS = 200

/** Runs one build to its end and records it; when the server stops before, it stays as it is and is queued again later. */
export async function runBuild(
  { platform, engine, log }: { platform: Platform; engine: Pick<Engine, 'build'>; log: Logger },
  build: ClaimedBuild,
  signal: AbortSignal,
): Promise<void> {
  const { key } = build
  let waiting = ''
  let done = false
  const write = async () => {
    const text = waiting
    waiting = ''
    if (text !== '') await writeBuildLog(platform, key, text)
  }
  const writer = (async () => {
    while (!done) {
      await sleep(FLUSH_MS)
      await write()
    }
  })()
  // Heard where it is awaited, below.
  writer.catch(() => {})

  let end: BuildEnd
  try {
    end = await engine.build({ ...build, signal }, (text) => (waiting += text))
  } catch (error) {
    log.error({ err: error, build: key }, 'A build broke')
    const reason = 'Alcove failed while building: its administrator finds why in the log. Try again'
    end = { output: null, outputBytes: null, packages: [], diagnostics: [], error: reason }
  } finally {
    done = true
  }
  if (signal.aborted) return
  await writer
  await write()
  await endBuild(platform, key, end)
}
