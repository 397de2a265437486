import { ALERT_LIMITS, invalid, type PutAlertTarget, type SavedAlertTarget } from '@alcove/contract'
import { and, count, eq } from 'drizzle-orm'
import { newId } from '../../../database/ids.ts'
import type { Put } from '../../../database/put.ts'
import { alertTargets, functions } from '../../../database/schema/index.ts'
import { authorize } from '../../../identity/access/authorize.ts'
import { change } from '../../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../../kernel/context.ts'
import { etagOf } from '../../../kernel/etag-of.ts'
import { newWebhookSecret } from '../../../kernel/outgoing/webhook-secret.ts'
import { requireExpected, type Expected } from '../../../kernel/require-expected.ts'
import { lockSpace } from '../../../spaces/lock-space.ts'
import { requireQualifier } from '../../../spaces/require-qualifier.ts'
import { findTarget, namedTarget, shownToAll, targetsOf } from './target-of.ts'

/** Creates a target or replaces it. A webhook with a new URL gets a new secret, which the answer shows once. */
export const putAlertTarget = verb(
  async ({
    ctx,
    input,
  }: {
    ctx: SpaceCtx
    input: {
      target: string
      settings: PutAlertTarget
      /** ETags of the target that the caller has seen. */
      expected?: Expected | undefined
    }
  }): Promise<Put<SavedAlertTarget>> => {
    const { target: name, settings: given, expected } = input
    await requireSettings(ctx, given)
    return change(ctx, async (ctx) => {
      await lockSpace(ctx)
      const [before] = await ctx.db.select().from(alertTargets).where(namedTarget(ctx, name)).for('update')
      requireExpected(expected, before ? etagOf([before.settings, before.sealed]) : null, `The alert target ${name}`)
      const { newSecret, ...settings } = { newSecret: undefined, ...given }
      const isSigned = settings.type === 'webhook' && settings.shape === 'generic'
      const isSame =
        before?.settings.type === 'webhook' && settings.type === 'webhook' && before.settings.url === settings.url
      const keeps = isSigned && isSame && before.sealed !== null && newSecret !== true
      const secret = isSigned && !keeps ? newWebhookSecret() : null
      const sealed = keeps ? before.sealed : secret === null ? null : ctx.platform.sealer.seal(secret)
      const set = { settings, sealed, lastAt: null, lastOk: null, lastDetail: null }
      await ctx.db
        .insert(alertTargets)
        .values({ id: newId(), spaceId: ctx.space.id, name, ...set })
        .onConflictDoUpdate({ target: [alertTargets.spaceId, alertTargets.name], set })
      const [all] = await ctx.db.select({ n: count() }).from(alertTargets).where(eq(alertTargets.spaceId, ctx.space.id))
      if (all!.n > ALERT_LIMITS.targets) {
        throw invalid('target', `A space has at most ${ALERT_LIMITS.targets} alert targets: delete one first`)
      }
      await ctx.change.audit(before ? 'alert-targets:update' : 'alert-targets:create', `alert target ${name}`, {
        before: before ? shownToAll(before.settings) : null,
        after: shownToAll(settings),
      })
      const [value] = await targetsOf(ctx, [await findTarget(ctx, name)])
      return { created: !before, value: { ...value!, ...(secret !== null && { secret }) } }
    })
  },
)

/** Requires the right to call the function that alerts will start. */
async function requireSettings(ctx: SpaceCtx, settings: PutAlertTarget): Promise<void> {
  if (settings.type === 'email' && ctx.platform.mail === null) {
    throw invalid('type', 'This installation sends no e-mail: its administrator has to set ALCOVE_SMTP_URL')
  }
  if (settings.type !== 'function') return
  const { function: name, qualifier } = settings
  const { space } = await authorize({ ctx, action: 'functions:invoke', space: ctx.space.name, fn: name })
  const [found] = await ctx.db
    .select({ id: functions.id })
    .from(functions)
    .where(and(eq(functions.spaceId, space.id), eq(functions.name, name)))
  if (!found) throw invalid('function', `This space has no function "${name}"`)
  await requireQualifier(ctx, found.id, qualifier)
}
