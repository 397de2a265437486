import { eq } from 'drizzle-orm'
import { alertTargets } from '../../../database/schema/index.ts'
import type { Platform } from '../../../kernel/platform.ts'
import type { WebhookOutcome } from '../../../kernel/outgoing/send-webhook.ts'

/** Stores the outcome of the last attempt to notify a target, which its page shows. */
export async function noteOutcome(
  { db, clock }: Platform,
  targetId: string,
  { kind, reason }: WebhookOutcome,
): Promise<void> {
  await db
    .update(alertTargets)
    .set({ lastAt: new Date(clock.now()), lastOk: kind === 'received', lastDetail: reason.slice(0, 500) })
    .where(eq(alertTargets.id, targetId))
}
