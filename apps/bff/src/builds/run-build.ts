import { LIMITS } from '@alcove/contract'
import type { Engine } from '@alcove/engine'
import { endBuild, writeBuildLog, type BuildEnd, type ClaimedBuild, type Platform } from '@alcove/platform'
import type { Logger } from 'pino'
import { setTimeout as sleep } from 'node:timers/promises'

/** Lines of a moment are written together. */
const FLUSH_MS = 200
const AFTER_ERROR_MS = 1_000

/** Runs one build to its end and records it; when the server stops before, it stays as it is and is queued again later. */
export async function runBuild(
  { platform, engine, log }: { platform: Platform; engine: Pick<Engine, 'build'>; log: Logger },
  build: ClaimedBuild,
  signal: AbortSignal,
): Promise<void> {
  const { key } = build
  let waiting = ''
  const write = async () => {
    const text = waiting
    waiting = ''
    if (text === '') return
    // What it made is worth more than a part of its log.
    await writeBuildLog(platform, key, text).catch((error: unknown) =>
      log.warn({ err: error, build: key }, 'The log of a build has a gap'),
    )
  }
  const ended = new AbortController()
  const writer = (async () => {
    while (!ended.signal.aborted) {
      await sleep(FLUSH_MS, undefined, { signal: ended.signal }).catch(() => {})
      await write()
    }
  })()

  let end: BuildEnd
  try {
    end = await engine.build({ ...build, signal }, (text) => {
      // Beyond the limit nothing is kept: a flood need not be held until it is written either.
      if (waiting.length <= LIMITS.buildLogBytes) waiting += text
    })
  } catch (error) {
    log.error({ err: error, build: key }, 'A build broke')
    const reason = 'Alcove failed while building: its administrator finds why in the log. Try again'
    end = { output: null, outputBytes: null, packages: [], diagnostics: [], error: reason }
  } finally {
    ended.abort()
    await writer
  }
  while (!signal.aborted) {
    try {
      return await endBuild(platform, key, end)
    } catch (error) {
      // Given up, it would be running for ever, and calls would wait for it.
      log.error({ err: error, build: key }, 'The end of a build cannot be recorded; trying again')
      await sleep(AFTER_ERROR_MS, undefined, { signal }).catch(() => {})
    }
  }
}
