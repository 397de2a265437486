import { performance } from 'node:perf_hooks'
import type { CallReport } from '@alcove/contract'
import type { DebugSession } from '../engine.ts'
import type { DebugLink } from '../instance/debug-link.ts'
import type { Instance } from '../instance/instance.ts'
import { classify, type Outcome } from '../instance/outcome.ts'

interface SessionOptions {
  instance: Instance
  link: DebugLink
  /** Called once, after everything of the instance is cleaned up. */
  onGone(): void
}

export function openSession({ instance, link, onGone }: SessionOptions): DebugSession {
  let over: Promise<void> | null = null
  const ended = Promise.withResolvers<string>()
  const end = (reason: string): Promise<void> => {
    ended.resolve(reason)
    over ??= instance.stop('closed', reason).finally(onGone)
    return over
  }
  /** A failed call settles a moment after its instance has ended. */
  let calling: Promise<unknown> = Promise.resolve()
  void instance.unusable.then(async () => {
    await calling
    const error = instance.failure === null ? null : classify(instance.failure).error
    return end(error === null ? 'The instance has ended' : error.message)
  })
  return {
    instanceId: instance.id,
    ended: ended.promise,
    command: (channel, text) => instance.usable && link.command(channel, text),
    end,
    failure() {
      if (instance.failure === null) return null
      const { status, error } = classify(instance.failure)
      return { status, error }
    },
    standing: () => ({ ranMs: instance.heldAtMs, memoryMb: instance.usage.memoryNow() }),
    async call(call, observer) {
      const startedAt = performance.now()
      const failed = await instance.ready
      for (const line of instance.takeEarlyLines()) observer.log(line)
      if (failed !== null) return notLoaded(failed, instance, performance.now() - startedAt)
      const running = instance.call(call, observer)
      calling = running
      const result = await running
      const { status, code, error } = classify(result.outcome)
      return {
        status,
        code,
        error,
        start: instance.start,
        instanceId: instance.id,
        durationMs: performance.now() - startedAt,
        phases: { ...instance.startPhases, handler: result.handlerMs, response: result.responseMs },
        peakMemoryMb: instance.usage.peakAfter(result.handlerMs),
        cpuMs: null,
        concurrency: 1,
        logLines: result.logLines,
        logsTruncated: result.logsTruncated,
        responseBytes: result.responseBytes,
      }
    },
  }
}

function notLoaded(outcome: Outcome, instance: Instance, durationMs: number): CallReport {
  return {
    ...classify(outcome),
    start: instance.start,
    instanceId: instance.id,
    durationMs,
    phases: { ...instance.startPhases },
    peakMemoryMb: null,
    cpuMs: null,
    concurrency: 1,
    logLines: 0,
    logsTruncated: false,
    responseBytes: 0,
  }
}
