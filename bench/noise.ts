import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks since the machine started. */
interface Ticks {
  total: number
  stolen: number
  others: number
}

/** Says, when asked, which share of the machine others took since it was made: other processes, or the hypervisor. */
export function watchNoise(): () => number {
  const before = readTicks()
  return () => {
    const after = readTicks()
    const total = Math.max(1, after.total - before.total)
    return (after.stolen - before.stolen + Math.max(0, after.others - before.others)) / total
  }
}

function readTicks(): Ticks {
  const line = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]!
  const fields = line.split(/\s+/).slice(1, 9).map(Number)
  return { total: fields.reduce((sum, ticks) => sum + ticks, 0), stolen: fields[7]!, others: ticksOfOthers() }
}

interface Process {
  parent: number
  ticks: number
  isInstance: boolean
}

/**
 * Of every process that the benchmark did not start, and of those they have waited for. What the benchmark starts is
 * not subtracted from a total: most of it is short-lived, and would be missed.
 */
function ticksOfOthers(): number {
  const processes = new Map<number, Process>()
  for (const pid of readdirSync('/proc')) if (/^\d+$/.test(pid)) add(processes, pid)
  const isOurs = (pid: number): boolean => {
    const process = processes.get(pid)
    return process !== undefined && (pid === ownPid || process.isInstance || isOurs(process.parent))
  }
  let sum = 0
  for (const [pid, { ticks }] of processes) if (!isOurs(pid)) sum += ticks
  return sum
}

const ownPid = process.pid

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
