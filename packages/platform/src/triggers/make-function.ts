import type { FunctionDetail, NewFunction } from '@alcove/contract'
import { createFunction } from '../code/functions/create-function.ts'
import { readFunction } from '../code/functions/get-function.ts'
import { putTest } from '../code/tests/put-test.ts'
import { authorize } from '../identity/access/authorize.ts'
import { change } from '../kernel/change.ts'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { putTrigger } from './put-trigger.ts'

/** Creates a function with its triggers and tests: all of it, or nothing. */
export const makeFunction = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: NewFunction }): Promise<FunctionDetail> => {
    const { triggers, tests, ...given } = input
    const fn = given.name
    const [firings, cases] = [Object.entries(triggers), Object.entries(tests)]
    // A key may hold the right to functions without that to triggers.
    if (firings.length > 0) await authorize({ ctx, action: 'triggers:write', space: ctx.space.name })
    return change(ctx, async (ctx) => {
      const made = await createFunction({ ctx, input: given })
      for (const [trigger, settings] of firings) await putTrigger({ ctx, input: { fn, trigger, ...settings } })
      for (const [test, settings] of cases) await putTest({ ctx, input: { fn, test, ...settings } })
      return firings.length > 0 ? readFunction(ctx, fn) : made
    })
  },
)
