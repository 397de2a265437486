import type { PutBudget, SavedBudget } from '@alcove/contract'
import { budgets } from '../../database/schema/index.ts'
import { changed } from '../../kernel/audit/changed.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { newWebhookSecret } from '../../kernel/outgoing/webhook-secret.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import { lockSpace } from '../../spaces/lock-space.ts'
import { SPENDING_CHANGED } from '../quotas/spending-changed.ts'
import { auditedBudget, budgetEtag, budgetOf, findBudget } from './budget-of.ts'

type PutBudgetInput = PutBudget & {
  /** ETags of the budget that the caller has seen. */
  expected?: Expected | undefined
}

/** Percentages that were reported this month are not reported again. */
export const putBudget = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: PutBudgetInput }): Promise<SavedBudget> =>
  change(ctx, async (ctx) => {
    const { amount, webhook } = input
    await lockSpace(ctx)
    const before = await findBudget(ctx)
    requireExpected(input.expected, budgetEtag(before), `The budget of ${ctx.space.name}`)
    // A new URL gets a new secret: its receiver must not be able to sign for the old one.
    const keeps = webhook !== null && before?.webhookUrl === webhook.url && webhook.newSecret !== true
    const secret = webhook === null || keeps ? undefined : newWebhookSecret()
    const kept = keeps ? (before?.webhookSealed ?? null) : null
    const values = {
      amount,
      warnAt: input.warnAt.toSorted((a, b) => a - b),
      webhookUrl: webhook?.url ?? null,
      webhookSealed: secret === undefined ? kept : ctx.platform.sealer.seal(secret),
      updatedAt: new Date(ctx.platform.clock.now()),
    }
    const [stored] = await ctx.db
      .insert(budgets)
      .values({ spaceId: ctx.space.id, ...values })
      .onConflictDoUpdate({ target: budgets.spaceId, set: values })
      .returning()
    await ctx.change.audit(
      'budget:put',
      `space ${ctx.space.name}`,
      changed(before && auditedBudget(before), auditedBudget(stored!)),
    )
    ctx.change.jobQueued(SPENDING_CHANGED)
    return { ...(await budgetOf(ctx, stored!)), ...(secret !== undefined && { secret }) }
  }),
)
