import type { AlertTest } from '@alcove/contract'
import { newId } from '../../../database/ids.ts'
import { change } from '../../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../../kernel/context.ts'
import { requireTestRoom } from '../../../kernel/outgoing/require-test-room.ts'
import { noteOutcome } from './note-outcome.ts'
import { sendToTarget } from './send-to-target.ts'
import { findTarget } from './target-of.ts'

/** Sends a message that says that it is a test, and waits for how it is received. */
export const testAlertTarget = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { target: string } }): Promise<AlertTest> => {
    const { platform, space } = ctx
    const target = await findTarget(ctx, input.target)
    await change(ctx, async (ctx) => {
      await requireTestRoom(ctx)
      await ctx.change.audit('alert-targets:test', `alert target ${input.target}`)
    })
    const started = performance.now()
    const outcome = await sendToTarget(
      platform,
      target,
      {
        type: 'alcove.alert.test',
        space: space.name,
        alert: 'test',
        description: '',
        condition: { type: 'issues' },
        comparison: 'above',
        threshold: 0,
        value: null,
        since: new Date(platform.clock.now()).toISOString(),
        url: `${platform.origin}/s/${space.name}/alerts`,
      },
      newId(),
    )
    await noteOutcome(platform, target.id, outcome)
    return { ok: outcome.kind === 'received', detail: outcome.reason, ms: Math.round(performance.now() - started) }
  },
)
