import { change } from '../../kernel/change.ts'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'
import { Turns } from '../../kernel/turns.ts'

/** One commits while the next one gets its connection. */
const turns = new Turns({ atATime: 2 })

/**
 * Changes objects of a space. The database runs such changes one after the other (`lockSpace`). Those of this server
 * wait here without a connection: otherwise hundreds of writers to one space would take every connection.
 */
export async function changeInTurn<T>(ctx: SpaceCtx, run: (ctx: Changing<SpaceCtx>) => Promise<T>): Promise<T> {
  if (ctx.change) return change(ctx, run)
  using turn = turns.of(ctx.space.id)
  await turn.take()
  return await change(ctx, run)
}
