import { readdirSync, readFileSync } from 'node:fs'

interface Snapshot {
  /** Clock ticks since the machine started. */
  total: number
  stolen: number
  processes: Map<number, Process>
}

interface Process {
  parent: number
  /** Its own, and those of children it has waited for. */
  ticks: number
  isInstance: boolean
}

/** Says, when asked, which share of the machine others took since it was made: other processes, or the hypervisor. */
export function watchNoise(): () => number {
  const before = takeSnapshot()
  return () => {
    const after = takeSnapshot()
    const total = Math.max(1, after.total - before.total)
    return (after.stolen - before.stolen + Math.max(0, ticksOfOthers(before, after))) / total
  }
}

function takeSnapshot(): Snapshot {
  const line = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]!
  const fields = line.split(/\s+/).slice(1, 9).map(Number)
  const processes = new Map<number, Process>()
  for (const pid of readdirSync('/proc')) if (/^\d+$/.test(pid)) add(processes, pid)
  return { total: fields.reduce((sum, ticks) => sum + ticks, 0), stolen: fields[7]!, processes }
}

/**
 * Of every process that the benchmark did not start. What the benchmark starts is not subtracted from a total instead:
 * most of it is short-lived, and would be missed.
 */
function ticksOfOthers(before: Snapshot, after: Snapshot): number {
  let sum = 0
  for (const [pid, { ticks }] of after.processes) {
    if (!isOurs(pid, after)) sum += ticks - (before.processes.get(pid)?.ticks ?? 0)
  }
  for (const [pid, { ticks }] of before.processes) {
    // It ended meanwhile, and whoever waited for it was given all the time it ever took.
    if (!after.processes.has(pid) && heir(pid, before, after) !== 1 && !isOurs(pid, before)) sum -= ticks
  }
  return sum
}

/** The nearest ancestor that is still there. */
function heir(pid: number, before: Snapshot, after: Snapshot): number {
  const parent = before.processes.get(pid)?.parent ?? 1
  return parent <= 1 || after.processes.has(parent) ? Math.max(1, parent) : heir(parent, before, after)
}

function isOurs(pid: number, snapshot: Snapshot): boolean {
  const found = snapshot.processes.get(pid)
  return found !== undefined && (pid === process.pid || found.isInstance || isOurs(found.parent, snapshot))
}

function add(processes: Map<number, Process>, pid: string): void {
  try {
    // The program's name stands in parentheses and may contain anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number)
    const [parent, user, system, childrenUser, childrenSystem] = [1, 11, 12, 13, 14].map((at) => fields[at]!)
    // The first process inherits those whose parents are gone, instances among them.
    const waitedFor = pid === '1' ? 0 : childrenUser! + childrenSystem!
    processes.set(Number(pid), {
      parent: parent!,
      ticks: user! + system! + waitedFor,
      isInstance: readFileSync(`/proc/${pid}/cgroup`, 'utf8').includes('/alcove-'),
    })
  } catch {
    // Ended while it was read.
  }
}
