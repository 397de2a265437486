import type { InstanceEnd } from '@alcove/contract'
import { killedBy } from './killed-by.ts'
import { classify, type Outcome } from './outcome.ts'

interface Facts {
  /** The call in progress. */
  invocationId: string | null
  memoryMb: number
  peakMb: number | null
  /** Replaces the values of secrets in text that came from the function. */
  redact: ((text: string) => string) | null
}

/** Says why an instance ended, with the facts its owner needs to fix it. */
export function endOf(outcome: Outcome, facts: Facts): InstanceEnd {
  const { status, error } = classify(outcome)
  const message = error?.message ?? ''
  const end = (reason: InstanceEnd['reason'], more: Partial<InstanceEnd> = {}): InstanceEnd => ({
    reason,
    detail: facts.redact === null ? message : facts.redact(message),
    invocationId: facts.invocationId,
    exitCode: null,
    signal: null,
    stack: null,
    ...more,
  })
  switch (outcome.kind) {
    case 'exited': {
      const { code, signal } = killedBy(outcome.exit)
      if (status === 'outOfMemory') {
        return end('outOfMemory', { detail: `${message}; ${memoryOf(facts)}`, exitCode: code, signal })
      }
      return end(signal === null ? 'exited' : 'signal', { exitCode: outcome.announced ?? code, signal })
    }
    case 'timedOut':
      return end('timeout', { stack: outcome.hang?.stack ?? null })
    case 'brokeProtocol':
      return end('protocol')
    case 'cancelled':
      return end('cancelled')
    case 'loadFailed':
      return end('initFailed', { stack: error?.stack ?? null })
    case 'failed':
      return end('failed', { detail: `Nothing caught an error: ${end('failed').detail}`, stack: error?.stack ?? null })
    case 'answered':
    case 'responseTooLarge':
    case 'notStarted':
    case 'notAllowed':
      return end('failed')
  }
}

function memoryOf({ peakMb, memoryMb }: Facts): string {
  const peak = peakMb === null ? '' : `its peak was ${peakMb.toFixed(0)} MB, and `
  return `${peak}it may have ${memoryMb} MB`
}
