import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readText } from '../read-text.ts'
import { foldersOf, processesIn, removeFolder, type CgroupTree } from './hierarchy.ts'

export interface CgroupLimits {
  memoryMb: number
  maxProcesses: number
}

/** The cgroup of one instance, with the same methods on version 1, hybrid and version 2 hosts. */
export interface Cgroup {
  /** Writing "0" to each of these files moves the writer into the cgroup. */
  readonly joinFiles: string[]
  /** Join files that an OCI runtime cannot see from its mount namespace and so cannot join itself. */
  readonly hiddenJoinFiles: string[]
  /** @throws when a cgroup of this name exists */
  create(): void
  limit(limits: CgroupLimits): void
  limitCpu(cores: number): void
  /** CPU weight from 1 to 1,024, the default. */
  setCpuWeight(weight: number): void
  freeze(): void
  thaw(): void
  kill(): void
  /** Bytes charged now, and the highest so far. */
  memory(): number | null
  peakMemory(): number | null
  /** CPU time so far, in milliseconds. */
  cpuMs(): number | null
  /** Whether there are so many zombies: ended processes nobody waited for. They count towards the process limit. */
  hasUnreaped(count: number): boolean
  /** Host process id of the process that the container's init started. */
  mainProcess(): number | null
  oomKills(): number
  /** Kills the remaining processes and removes the folders. */
  remove(): Promise<void>
}

/** A cgroup of this weight or less runs only on idle processors. */
const IDLE_WEIGHT = 32
/** A throttled instance then stalls for a few milliseconds, instead of up to 100 with the kernel's default period. */
const CPU_PERIOD_US = 50_000

/** A handle on cgroup folders that need not exist: also used to clean up after a killed engine. */
export function openCgroup(tree: CgroupTree, id: string): Cgroup {
  const v2 = tree.layout === 'v2'
  const folders = foldersOf(tree).map((folder) => join(folder, id))
  const memory = join(tree.memory, id)
  const cpu = join(tree.cpu, id)
  const unified = tree.unified === null ? null : join(tree.unified, id)
  const freezer = tree.freezer === null ? null : join(tree.freezer, id)

  const cgroup: Cgroup = {
    joinFiles: folders.map((folder) => join(folder, 'cgroup.procs')),
    hiddenJoinFiles: tree.layout === 'hybrid' ? [join(unified!, 'cgroup.procs')] : [],

    create() {
      for (const folder of folders) mkdirSync(folder)
    },

    limit({ memoryMb, maxProcesses }) {
      const bytes = String(memoryMb * 1024 * 1024)
      if (v2) {
        writeFileSync(join(memory, 'memory.max'), bytes)
        writeIfPresent(join(memory, 'memory.swap.max'), '0')
        writeIfPresent(join(memory, 'memory.oom.group'), '0')
      } else {
        writeFileSync(join(memory, 'memory.limit_in_bytes'), bytes)
        // Limit of memory plus swap. Equal to memory, it forbids swap. The file is absent when the kernel does not
        // account swap.
        writeIfPresent(join(memory, 'memory.memsw.limit_in_bytes'), bytes)
      }
      writeFileSync(join(tree.pids, id, 'pids.max'), String(maxProcesses))
    },

    limitCpu(cores) {
      const quota = Math.max(1000, Math.round(cores * CPU_PERIOD_US))
      if (v2) {
        writeFileSync(join(cpu, 'cpu.max'), `${quota} ${CPU_PERIOD_US}`)
        return
      }
      writeFileSync(join(cpu, 'cpu.cfs_period_us'), String(CPU_PERIOD_US))
      writeFileSync(join(cpu, 'cpu.cfs_quota_us'), String(quota))
    },

    setCpuWeight(weight) {
      // An idle cgroup (Linux 5.15) yields at once to a waking process, not at the end of its time slice.
      const idle = weight <= IDLE_WEIGHT
      if (writeIfPresent(join(cpu, 'cpu.idle'), idle ? '1' : '0') && idle) return
      // Version 2 weights run from 1 to 10,000, and the default is 100.
      if (v2) writeIfPresent(join(cpu, 'cpu.weight'), String(Math.max(1, Math.round((weight * 100) / 1024))))
      else writeIfPresent(join(cpu, 'cpu.shares'), String(Math.max(2, Math.round(weight))))
    },

    freeze() {
      if (unified !== null) writeFileSync(join(unified, 'cgroup.freeze'), '1')
      else if (freezer !== null) writeFileSync(join(freezer, 'freezer.state'), 'FROZEN')
    },

    thaw() {
      if (unified !== null) writeFileSync(join(unified, 'cgroup.freeze'), '0')
      else if (freezer !== null) writeFileSync(join(freezer, 'freezer.state'), 'THAWED')
    },

    kill() {
      if (unified !== null && writeIfPresent(join(unified, 'cgroup.kill'), '1')) return
      for (const folder of folders) {
        for (const pid of processesIn(folder)) {
          try {
            process.kill(pid, 'SIGKILL')
          } catch {
            // The process exited between reading and killing.
          }
        }
      }
      // A process stopped by the version 1 freezer dies only once it runs again.
      if (freezer !== null && existsSync(freezer)) cgroup.thaw()
    },

    memory: () => readNumber(join(memory, v2 ? 'memory.current' : 'memory.usage_in_bytes')),

    // memory.peak needs Linux 5.19. Before that, report the current use.
    peakMemory: () =>
      readNumber(join(memory, v2 ? 'memory.peak' : 'memory.max_usage_in_bytes')) ?? (v2 ? cgroup.memory() : null),

    cpuMs() {
      // A version 2 folder counts without a controller, so this also works on hybrid hosts.
      if (unified !== null) {
        const used = /^usage_usec (\d+)$/m.exec(readText(join(unified, 'cpu.stat')) ?? '')?.[1]
        return used === undefined ? null : Number(used) / 1000
      }
      // Version 1: works where cpu and cpuacct are mounted together, as they usually are.
      const nanoseconds = readNumber(join(cpu, 'cpuacct.usage'))
      return nanoseconds === null ? null : nanoseconds / 1e6
    },

    hasUnreaped(count) {
      const folder = join(tree.pids, id)
      const counted = readNumber(join(folder, 'pids.current')) ?? 0
      if (counted < count) return false
      const living =
        readText(join(folder, v2 ? 'cgroup.threads' : 'tasks'))
          ?.trim()
          .split('\n').length ?? counted
      return counted - living >= count
    },

    mainProcess: () => processesIn(unified ?? memory).find(isMain) ?? null,

    oomKills() {
      const text = readText(join(memory, v2 ? 'memory.events' : 'memory.oom_control'))
      return Number(/^oom_kill (\d+)$/m.exec(text ?? '')?.[1] ?? 0)
    },

    async remove() {
      for (let attempt = 0; attempt < 200; attempt++) {
        cgroup.kill()
        if (folders.filter((folder) => !removeFolder(folder)).length === 0) return
        await sleep(attempt < 20 ? 2 : 20)
      }
      throw new Error(`The cgroup of ${id} is still in use`)
    },
  }
  return cgroup
}

function readNumber(file: string): number | null {
  const text = readText(file)
  return text === null ? null : Number(text)
}

/** Whether the process is number 2 in the innermost of at least two nested pid namespaces: the first one is the init. */
function isMain(pid: number): boolean {
  return /^NSpid:\s.*\s2$/m.test(readText(`/proc/${pid}/status`) ?? '')
}

function writeIfPresent(file: string, value: string): boolean {
  if (!existsSync(file)) return false
  writeFileSync(file, value)
  return true
}
