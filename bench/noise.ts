import { readdirSync, readFileSync } from 'node:fs'

interface Snapshot {
  /** Clock ticks since boot. */
  total: number
  stolen: number
  processes: Map<number, Process>
}

interface Process {
  parent: number
  /** Its own ticks, and those of children it has waited for. */
  ticks: number
  isInstance: boolean
}

/**
 * Returns a function that reports the share of the machine used by others since the start: other processes or the
 * hypervisor.
 */
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
 * Ticks of every process that the benchmark did not start. Subtracting the benchmark's own from a total would not work:
 * most of them are short-lived and would be missed.
 */
function ticksOfOthers(before: Snapshot, after: Snapshot): number {
  let sum = 0
  for (const [pid, { ticks }] of after.processes) {
    if (!isOurs(pid, after)) sum += ticks - (before.processes.get(pid)?.ticks ?? 0)
  }
  for (const [pid, { ticks }] of before.processes) {
    // It ended meanwhile, and the process that waited for it was credited with its time.
    if (!after.processes.has(pid) && heir(pid, before, after) !== 1 && !isOurs(pid, before)) sum -= ticks
  }
  return sum
}

/** The nearest ancestor that still exists. */
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
    // The program's name is in parentheses and may contain anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number)
    const [parent, user, system, childrenUser, childrenSystem] = [1, 11, 12, 13, 14].map((at) => fields[at]!)
    // Process 1 adopts orphans, instances among them.
    const waitedFor = pid === '1' ? 0 : childrenUser! + childrenSystem!
    processes.set(Number(pid), {
      parent: parent!,
      ticks: user! + system! + waitedFor,
      isInstance: readFileSync(`/proc/${pid}/cgroup`, 'utf8').includes('/alcove-'),
    })
  } catch {
    // The process ended meanwhile.
  }
}
