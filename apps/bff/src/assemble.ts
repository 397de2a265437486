import {
  BACKGROUND_JOB,
  backgroundJob,
  backgroundSteps,
  BUDGET_WEBHOOK,
  budgetWebhookJob,
  BUILD_JOB,
  newId,
  reportServer,
  putResult,
  runDeliveries,
  runJobs,
  runTasks,
  watchSpending,
  deliverJob,
  SINKS_JOB,
  TELL_JOB,
  tellJob,
  watchAlerts,
  watchTriggers,
} from '@alcove/platform'
import type { Hono } from 'hono'
import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { createApp } from './app.ts'
import { fetchKeys } from './auth/fetch-keys.ts'
import { KeySets } from './auth/key-sets.ts'
import { buildJob } from './builds/build-job.ts'
import type { Deps } from './deps.ts'
import { createGateway } from './gateway/gateway.ts'
import { answerGuest } from './guest-api/answer-guest.ts'
import { createConsole } from './http/create-console.ts'
import type { Env } from './http/request.ts'
import { callInner } from './invoke/inner-call.ts'
import { Lineages } from './invoke/lineage.ts'
import { serveRoutes } from './invoke/serve-routes.ts'
import { drain } from './process/listen.ts'
import { serveLogpoints } from './logpoints/serve-logpoints.ts'
import { measureFilesEachMinute } from './process/measure-files.ts'
import { attemptTask } from './tasks/attempt-task.ts'
import { replayStep } from './replays/replay-step.ts'
import { measureProcess } from './process/process-facts.ts'
import { sampleLoadEachMinute } from './process/sample-load.ts'
import { sweepStorageHourly } from './process/sweep-storage.ts'
import { createTelemetry } from './process/telemetry.ts'
import type { ServerSettings } from './wire/create-server.ts'
import { PACE } from './wire/read-body.ts'

export interface Assembled {
  deps: Deps
  app: Hono<Env>
  /** Both are created, but do not listen yet. */
  console: Server
  gateway: Server
}

/** A stopped job only has to clean up. */
const JOBS_GRACE_MS = 5_000

/**
 * Connects platform and engine to each other and to both servers. What must end before platform and engine goes on the
 * stack `running`; calls in flight get `graceMs` to finish.
 */
export async function assemble(
  parts: Omit<Deps, 'telemetry' | 'lineages' | 'callInner' | 'answerGuest' | 'startedAt' | 'pace' | 'keySets'> &
    Partial<Pick<Deps, 'pace' | 'keySets'>>,
  running: AsyncDisposableStack,
  graceMs: number,
  settings: Partial<ServerSettings> = {},
): Promise<Assembled> {
  const { platform, engine } = parts
  serveRoutes(platform, engine)
  serveLogpoints(parts)
  const lineages = new Lineages(platform.sealer.digest('lineage'))
  const telemetry = createTelemetry(platform, engine, parts.budget)
  const keySets = new KeySets(fetchKeys)
  const deps: Deps = {
    pace: PACE,
    keySets,
    ...parts,
    telemetry,
    lineages,
    callInner,
    answerGuest,
    startedAt: new Date(),
  }
  running.use(sweepStorageHourly(platform, engine))
  running.use(sampleLoadEachMinute(platform, engine))
  const measured = running.use(measureProcess(engine))
  running.use(measureFilesEachMinute(platform, engine))
  const working = [
    runJobs(platform, {
      [BUILD_JOB]: buildJob(platform, engine),
      [BACKGROUND_JOB]: backgroundJob(platform, { ...backgroundSteps, 'functions.replay': replayStep(deps) }),
      [BUDGET_WEBHOOK]: budgetWebhookJob(platform),
      [TELL_JOB]: tellJob(platform),
      [SINKS_JOB]: deliverJob(platform),
    }),
    reportServer(platform, { id: newId(), host: parts.host, version: parts.version }, measured.read),
    watchSpending(platform),
    watchTriggers(platform),
    watchAlerts(platform),
    runDeliveries(platform, putResult),
    runTasks(platform, (task, signal) => attemptTask(deps, task, signal)),
  ]
  // They may wait for a database that is gone: the steps after them must run all the same.
  running.defer(async () => {
    const closed = Promise.all(working.map((each) => each.close()))
    await Promise.race([closed, sleep(JOBS_GRACE_MS, undefined, { ref: false })])
  })
  const app = createApp(deps)
  const servers = { console: createConsole(app, deps, settings), gateway: createGateway(deps, settings) }
  running.defer(async () => {
    await Promise.all(Object.values(servers).map((server) => server.listening && drain(server, graceMs)))
  })
  return { deps, app, ...servers }
}
