import { eq } from 'drizzle-orm'
import { alertTargets } from '../../../database/schema/index.ts'
import type { JobKind } from '../../../jobs/job.ts'
import type { Platform } from '../../../kernel/platform.ts'
import type { AlertMessage } from '../alert-message.ts'
import { noteOutcome } from './note-outcome.ts'
import { sendToTarget } from './send-to-target.ts'

/** Sends one message to a target, and tries again for some minutes when that fails. */
export function tellJob(platform: Platform): JobKind {
  return {
    // An attempt mostly waits.
    concurrency: 32,
    concurrencyOfASpace: 8,
    retry: { maxAttempts: 6, firstDelayMs: 2_000, maxDelayMs: 300_000 },
    async attempt({ key, payload }) {
      const { target: id, message } = payload as { target: string; message: AlertMessage }
      const [target] = await platform.db.select().from(alertTargets).where(eq(alertTargets.id, id))
      if (!target) return { kind: 'done' }
      const outcome = await sendToTarget(platform, target, message, key)
      await noteOutcome(platform, id, outcome)
      return outcome.kind === 'failed' ? { kind: 'retry', error: outcome.reason } : { kind: 'done' }
    },
    async giveUp({ payload }, error) {
      platform.log({
        level: 'warn',
        message: 'A message of an alert was not delivered; giving up',
        target: payload['target'],
        error,
      })
    },
  }
}
