import { change } from '../../kernel/change.ts'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'

/** One commits while the next one gets its connection. */
const AT_ONCE = 2

interface Turns {
  running: number
  waiting: (() => void)[]
}
const spaces = new Map<string, Turns>()

/**
 * A change of objects of a space. The database makes them one after the other (`lockSpace`); of one server they wait here,
 * where a change that waits holds no connection: hundreds of writers to one space would take all of them from the others.
 */
export async function changeInTurn<T>(ctx: SpaceCtx, run: (ctx: Changing<SpaceCtx>) => Promise<T>): Promise<T> {
  if (ctx.change) return change(ctx, run)
  const { id } = ctx.space
  const turns = spaces.get(id) ?? { running: 0, waiting: [] }
  spaces.set(id, turns)
  if (turns.running >= AT_ONCE) await new Promise<void>((resolve) => turns.waiting.push(resolve))
  else turns.running += 1
  try {
    return await change(ctx, run)
  } finally {
    const next = turns.waiting.shift()
    if (next) next()
    else {
      turns.running -= 1
      if (turns.running === 0) spaces.delete(id)
    }
  }
}
