import { readdirSync } from 'node:fs'
import { descendantsOf, isInstance, nameOf, readProc } from '../processes.ts'

const MS_PER_TICK = 10

/** Milliseconds of processor time that an Alcove's processes have used, by what they are for. */
export function processorTime(server: number): Record<'server' | 'database' | 'sandboxes' | 'functions', number> {
  const used = { server: timeOf(server), database: 0, sandboxes: 0, functions: 0 }
  for (const pid of descendantsOf(server)) {
    // The stage and the OCI runtime are what is neither.
    const purpose = nameOf(pid) === 'postgres' ? 'database' : isInstance(pid) ? 'functions' : 'sandboxes'
    used[purpose] += timeOf(pid)
  }
  return used
}

/** Its own, which the scheduler counts in nanoseconds, and that of children it has waited for. */
function timeOf(pid: number): number {
  const own = threadsOf(pid).map((thread) => Number(readProc(pid, `task/${thread}/schedstat`).split(' ')[0]))
  return own.reduce((sum, nanoseconds) => sum + nanoseconds / 1e6, 0) + timeOfChildren(pid)
}

/** Milliseconds of processor time of the children it has waited for, in whole clock ticks. */
export function timeOfChildren(pid: number): number {
  // The program's name stands in parentheses and may contain anything.
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
