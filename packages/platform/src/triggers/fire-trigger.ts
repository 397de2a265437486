import type { Firing, FireTrigger } from '@alcove/contract'
import { nameOf } from '../kernel/actor.ts'
import { change } from '../kernel/change.ts'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { newTraceId } from '../kernel/trace-id.ts'
import { findFunction } from '../spaces/find-function.ts'
import { enqueueTask } from '../jobs/tasks/enqueue-task.ts'
import { findTrigger } from './find-trigger.ts'
import { readFiring } from './firings/read-firings.ts'
import { recordFirings } from './firings/record-firings.ts'
import { kindOf } from './kinds/kinds.ts'

type FireTriggerInput = FireTrigger & { fn: string; trigger: string }

/** Starts the function as the source would, also while the trigger is paused. */
export const fireTrigger = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: FireTriggerInput }): Promise<Firing> =>
  change(ctx, async (ctx) => {
    const fn = await findFunction(ctx, input.fn)
    const trigger = await findTrigger(ctx, fn.id, input.trigger)
    const { name, qualifier, type } = trigger
    const event = input.event ?? (await kindOf(type).preview(ctx, fn.name, trigger)).event
    const task = await enqueueTask(ctx, {
      functionId: fn.id,
      qualifier,
      event: Buffer.from(JSON.stringify(event)),
      // There is no request to the URL, so its access rules do not apply.
      trigger: type === 'http' ? 'api' : type,
      triggerId: trigger.id,
      triggerName: name,
      caller: nameOf(ctx.actor),
      traceId: newTraceId(),
      hops: 0,
    })
    const at = new Date(ctx.platform.clock.now())
    const of = { spaceId: ctx.space.id, functionId: fn.id, triggerId: trigger.id }
    const detail = nameOf(ctx.actor)
    const fired = { ...of, cause: 'manual', outcome: 'fired', at, detail, taskId: task.id } as const
    const [id] = await recordFirings(ctx, [fired])
    await ctx.change.audit('triggers:fire', `function ${fn.name} trigger ${name}`, { task: task.id })
    return readFiring(ctx, id!)
  }),
)
