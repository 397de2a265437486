import { readdirSync } from 'node:fs'
import { descendantsOf, isInstance, nameOf, readProc } from '../processes.ts'

const MS_PER_TICK = 10

/** CPU time in milliseconds that an Alcove's processes have used, by purpose. */
export function processorTime(server: number): Record<'server' | 'database' | 'sandboxes' | 'functions', number> {
  const used = { server: timeOf(server), database: 0, sandboxes: 0, functions: 0 }
  for (const pid of descendantsOf(server)) {
    // The sandbox helper and the OCI runtime are neither.
    const purpose = nameOf(pid) === 'postgres' ? 'database' : isInstance(pid) ? 'functions' : 'sandboxes'
    used[purpose] += timeOf(pid)
  }
  return used
}

/** Its own time, which the scheduler counts in nanoseconds, plus the time of children it has waited for. */
function timeOf(pid: number): number {
  const own = threadsOf(pid).map((thread) => Number(readProc(pid, `task/${thread}/schedstat`).split(' ')[0]))
  return own.reduce((sum, nanoseconds) => sum + nanoseconds / 1e6, 0) + timeOfChildren(pid)
}

/** CPU time in milliseconds of children it has waited for, in whole clock ticks. */
export function timeOfChildren(pid: number): number {
  // The program's name is in parentheses and may contain anything.
  const fields = readProc(pid, 'stat')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[13] ?? 0) + Number(fields[14] ?? 0)) * MS_PER_TICK
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
}
