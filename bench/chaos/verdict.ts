import type { Entry } from './ledger.ts'

export interface TaskRow {
  id: string
  state: string
  /** Invocations of its attempts. */
  invocations: string[]
  /** Milliseconds since the epoch. */
  ended: number | null
}

export interface FiringRow {
  timer: string
  fired: number
  skipped: number
}

export interface History {
  /** Tasks that were answered with 202, by the number that their event carries. */
  accepted: ReadonlyMap<string, string>
  timers: readonly string[]
  /** Keys of objects whose upload was acknowledged, and the digest of what was sent. */
  objects: ReadonlyMap<string, string>
  /** Digests of what the buckets hold. */
  stored: ReadonlyMap<string, string>
  entries: readonly Entry[]
  tasks: readonly TaskRow[]
  firings: readonly FiringRow[]
}

/** Checks what must hold of a run's history, whatever was killed. Empty: everything held. */
export function violationsOf(history: History): string[] {
  const { accepted, timers, objects, stored, entries, tasks, firings } = history
  const violations: string[] = []
  const executions = Map.groupBy(entries, ({ id }) => id)
  const rows = new Map(tasks.map((task) => [task.id, task]))
  for (const [number, id] of accepted) {
    const task = rows.get(id)
    if (!task) violations.push(`task ${number} was accepted, and is gone`)
    else if (task.state === 'succeeded' && !executions.has(number)) violations.push(`task ${number} succeeded unseen`)
    else if (task.state !== 'succeeded' && task.state !== 'dead') violations.push(`task ${number} is ${task.state}`)
  }
  const ownerOf = new Map(tasks.flatMap((task) => task.invocations.map((invocation) => [invocation, task] as const)))
  for (const { id, invocation, at } of entries) {
    const task = ownerOf.get(invocation)
    if (!task) violations.push(`${id} was executed by ${invocation}, which is no attempt of a task`)
    else if (task.ended !== null && at > task.ended) violations.push(`${id} was executed after it had ended`)
  }
  for (const [invocation, same] of Map.groupBy(entries, (entry) => entry.invocation)) {
    if (same.length > 1) violations.push(`the attempt ${invocation} was executed ${same.length} times`)
  }
  const ticks = new Map(firings.map((firing) => [firing.timer, firing]))
  for (const timer of timers) {
    const { fired = 0, skipped = 0 } = ticks.get(timer) ?? {}
    if (fired + skipped !== 1) violations.push(`timer ${timer} fired ${fired} times and was skipped ${skipped} times`)
  }
  for (const [key, digest] of objects) {
    if (stored.get(key) !== digest) violations.push(`object ${key} was acknowledged, and is not what was sent`)
    if (!executions.has(key)) violations.push(`object ${key} was created, and started nothing`)
  }
  return violations
}
