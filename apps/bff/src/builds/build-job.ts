import { LIMITS } from '@alcove/contract'
import type { Engine } from '@alcove/engine'
import { endBuild, startBuild, writeBuildLog, type BuildEnd, type JobKind, type Platform } from '@alcove/platform'
import { setTimeout as sleep } from 'node:timers/promises'

/** Lines that arrive within this time are written together. */
const FLUSH_MS = 200
const BROKE = 'Alcove failed while building: its administrator finds why in the log. Try again'

/** Runs the builds that saving a draft queues. The job's key is the build's. */
export function buildJob(platform: Platform, engine: Pick<Engine, 'build'>): JobKind {
  return {
    // Each build may use a whole core and a gigabyte.
    concurrency: 2,
    // While the disk is full, builds stay queued: their output would have no room.
    paused: () => platform.disk.full,
    retry: { maxAttempts: 3, firstDelayMs: 1_000, maxDelayMs: 60_000 },
    async attempt({ key }, signal) {
      const build = await startBuild(platform, key)
      if (build === null) return { kind: 'done' }
      if ('error' in build) return { kind: 'done', record: (ctx) => endBuild(ctx, { key, ...failed(build.error) }) }
      await using log = writeLog(platform, key)
      const end = await engine.build({ ...build, signal }, log.write)
      return { kind: 'done', record: (ctx) => endBuild(ctx, { key, ...end }) }
    },
    giveUp: ({ key }, _error, ctx) => endBuild(ctx, { key, ...failed(BROKE) }),
  }
}

function failed(error: string): BuildEnd {
  return { output: null, outputBytes: null, packages: [], diagnostics: [], error }
}

/** Writes the output of a build in chunks. Disposing writes the rest. */
function writeLog(platform: Platform, key: string): { write(text: string): void } & AsyncDisposable {
  let waiting = ''
  const flush = async () => {
    const text = waiting
    waiting = ''
    if (text === '') return
    // A gap in the log must not fail the build.
    await writeBuildLog(platform, key, text).catch((error: unknown) =>
      platform.log({ level: 'warn', message: 'The log of a build has a gap', build: key, error }),
    )
  }
  const ended = new AbortController()
  const writing = (async () => {
    while (!ended.signal.aborted) {
      await sleep(FLUSH_MS, undefined, { signal: ended.signal }).catch(() => {})
      await flush()
    }
  })()
  return {
    write(text) {
      // Drops everything beyond the limit, so that a flood of output cannot fill the memory.
      if (waiting.length <= LIMITS.buildLogBytes) waiting += text
    },
    async [Symbol.asyncDispose]() {
      ended.abort()
      await writing
    },
  }
}
