import { eq } from 'drizzle-orm'
import { budgets, budgetsReached, spaces } from '../../database/schema/index.ts'
import type { AttemptEnd, JobKind } from '../../jobs/job.ts'
import type { Platform } from '../../kernel/platform.ts'
import { sendWebhook } from '../../kernel/outgoing/send-webhook.ts'

export const BUDGET_WEBHOOK = 'budget-webhook'

type End = Pick<typeof budgetsReached.$inferSelect, 'webhook' | 'webhookReason'>

/** Sends a reached percentage by webhook. The job's id is the message id, so that a receiver recognises a retry. */
export function budgetWebhookJob(platform: Platform): JobKind {
  return {
    // An attempt mostly waits: receivers that hang must not hold up the others.
    concurrency: 32,
    retry: { maxAttempts: 10, firstDelayMs: 5_000, maxDelayMs: 6 * 3600_000 },
    async attempt({ key }): Promise<AttemptEnd> {
      const message = await messageOf(platform, key)
      if (message === null) return { kind: 'done' }
      const { kind, reason } = await sendWebhook(platform, message)
      if (kind === 'failed') {
        // Attempts go on for hours: say at once why the last one failed.
        await note(platform, key, { webhook: 'waiting', webhookReason: reason })
        return { kind: 'retry', error: reason }
      }
      const webhook = kind === 'received' ? 'received' : 'failed'
      return { kind: 'done', record: (ctx) => note(ctx, key, { webhook, webhookReason: reason }) }
    },
    giveUp: ({ key }, error, ctx) => note(ctx, key, { webhook: 'failed', webhookReason: error }),
  }
}

async function note({ db }: Pick<Platform, 'db'>, id: string, end: End): Promise<void> {
  await db.update(budgetsReached).set(end).where(eq(budgetsReached.id, id))
}

/** null: the space or the webhook is gone. */
async function messageOf({ db, origin }: Platform, id: string) {
  const [row] = await db
    .select({ reached: budgetsReached, url: budgets.webhookUrl, sealed: budgets.webhookSealed, space: spaces.name })
    .from(budgetsReached)
    .innerJoin(spaces, eq(spaces.id, budgetsReached.spaceId))
    .innerJoin(budgets, eq(budgets.spaceId, budgetsReached.spaceId))
    .where(eq(budgetsReached.id, id))
  if (!row || row.url === null || row.sealed === null) return null
  const { spaceId, percent, amount, cost, currency, at } = row.reached
  const month = row.reached.month.toISOString().slice(0, 7)
  const body = {
    type: 'alcove.budget.reached',
    timestamp: at.toISOString(),
    data: {
      space: row.space,
      month,
      percent,
      amount,
      cost,
      currency,
      link: `${origin}/s/${row.space}/usage?month=${month}`,
    },
  }
  return { spaceId, url: row.url, sealedSecret: row.sealed, id, body: Buffer.from(JSON.stringify(body)) }
}
