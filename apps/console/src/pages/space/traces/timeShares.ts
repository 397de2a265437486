import type { Trace } from '@alcove/contract'

export type TimeShare = { ms: number } & ({ of: 'start' | 'waiting' } | { of: 'function'; name: string })

/** How much time of a trace went to starting instances, to waiting, and to each function itself, the most first. */
export function timeShares({ calls }: Trace): TimeShare[] {
  let [start, waiting] = [0, 0]
  const own = new Map<string, number>()
  const byId = new Map(calls.map((call) => [call.id, call]))
  for (const { function: name, phases, parentId, durationMs, taskId } of calls) {
    const { build = 0, queue = 0, fetch = 0, unpack = 0, sandbox = 0, runtime = 0, init = 0, handler = 0 } = phases
    start += fetch + unpack + sandbox + runtime + init
    waiting += build + queue
    add(name, handler)
    // Its caller waited for it, unless it is a task.
    const caller = taskId === null && parentId !== null ? byId.get(parentId) : undefined
    if (caller) add(caller.function, -durationMs)
  }
  return [
    { of: 'start' as const, ms: start },
    { of: 'waiting' as const, ms: waiting },
    ...[...own].map(([name, ms]) => ({ of: 'function' as const, name, ms: Math.max(0, ms) })),
  ]
    .filter(({ ms }) => ms > 0)
    .sort((a, b) => b.ms - a.ms)

  function add(name: string, ms: number): void {
    own.set(name, (own.get(name) ?? 0) + ms)
  }
}
