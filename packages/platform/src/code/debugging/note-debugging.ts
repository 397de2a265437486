import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'

interface Noted {
  fn: string
  /** Null: the draft. */
  version: number | null
  /** The invocation whose recorded input is used. */
  invocation?: string | undefined
}

/** Records that someone debugs a function, and can read its variables and events from now on. */
export const noteDebugging = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: Noted }): Promise<void> => {
  const { fn, version, invocation } = input
  await change(ctx, (ctx) =>
    ctx.change.audit('functions:debug', `function ${fn}`, {
      version: version ?? 'draft',
      ...(invocation !== undefined && { invocation }),
    }),
  )
})
