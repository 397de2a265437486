import { change } from '../../kernel/change.ts'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'
import { Turns } from '../../kernel/turns.ts'

/** One commits while the next one gets its connection. */
const turns = new Turns({ atATime: 2 })

/**
 * A change of objects of a space. The database makes them one after the other (`lockSpace`); of one server they wait here,
 * where a change that waits holds no connection: hundreds of writers to one space would take all of them from the others.
 */
export async function changeInTurn<T>(ctx: SpaceCtx, run: (ctx: Changing<SpaceCtx>) => Promise<T>): Promise<T> {
  if (ctx.change) return change(ctx, run)
  using turn = turns.of(ctx.space.id)
  await turn.take()
  return await change(ctx, run)
}
