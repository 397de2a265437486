import type { Alert } from '@alcove/contract'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { alertsOf, findAlert } from './alert-of.ts'

export const getAlert = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { alert: string } }): Promise<Alert> =>
    (await alertsOf(ctx, [await findAlert(ctx, input.alert)]))[0]!,
)
