import type { TriggerPreview } from '@alcove/contract'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { findFunction } from '../spaces/find-function.ts'
import { kindOf } from './kinds/kinds.ts'
import type { PutTriggerInput } from './put-trigger.ts'
import { requireQualifier } from '../spaces/require-qualifier.ts'
import type { StoredTrigger } from './stored-trigger.ts'

/** The id of a trigger that is not there yet. */
const NO_ID = '00000000-0000-0000-0000-000000000000'

/** What the trigger would do; refused like the PUT of it, and nothing is kept. */
export const previewTrigger = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PutTriggerInput }): Promise<TriggerPreview> => {
    const { fn: name, trigger, type, qualifier, enabled, config } = input
    const fn = await findFunction(ctx, name)
    await requireQualifier(ctx, fn.id, qualifier)
    const shown = { id: NO_ID, functionId: fn.id, name: trigger, type, qualifier, enabled, config } as StoredTrigger
    const kind = kindOf(type)
    await kind.check?.(ctx, shown, null)
    return { type, ...(await kind.preview(ctx, name, shown)) } as TriggerPreview
  },
)
