import { LIMITS } from '@alcove/contract'
import type { Engine } from '@alcove/engine'
import { endBuild, startBuild, writeBuildLog, type BuildEnd, type JobKind, type Platform } from '@alcove/platform'
import { setTimeout as sleep } from 'node:timers/promises'

/** Lines of a moment are written together. */
const FLUSH_MS = 200
const BROKE = 'Alcove failed while building: its administrator finds why in the log. Try again'

/** How this server does the job that a draft with dependencies or sources queued. Its key is the build's. */
export function buildJob(platform: Platform, engine: Pick<Engine, 'build'>): JobKind {
  return {
    // Each may use a whole core and a gigabyte.
    concurrency: 2,
    // They stay queued until there is room for what they make.
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

/** Writes what a build says as it says it; what is left when it is disposed of. */
function writeLog(platform: Platform, key: string): { write(text: string): void } & AsyncDisposable {
  let waiting = ''
  const flush = async () => {
    const text = waiting
    waiting = ''
    if (text === '') return
    // What it made is worth more than a part of its log.
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
      // Beyond the limit nothing is kept: a flood need not be held until it is written either.
      if (waiting.length <= LIMITS.buildLogBytes) waiting += text
    },
    async [Symbol.asyncDispose]() {
      ended.abort()
      await writing
    },
  }
}
