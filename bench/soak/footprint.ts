import { readdirSync, readlinkSync } from 'node:fs'
import { cgroupName } from '../cgroup.ts'
import { MIB, residentOf } from '../measure/memory.ts'
import { descendantsOf, isContained, readProc } from '../processes.ts'

/** Resources that a server and its descendants hold. */
export interface Footprint {
  /** Memory of the server process. */
  rssMb: number
  descriptors: number
  /** Descendants, functions included. */
  processes: number
  /** Folders of instances in all cgroup hierarchies. */
  cgroups: number
  /** In every mount namespace of the server's processes. */
  mounts: number
  networkNamespaces: number
}

export function footprintOf({ pid, home }: { pid: number; home: string }): Footprint {
  const family = descendantsOf(pid)
  return {
    rssMb: residentOf(pid) / MIB,
    descriptors: list(`/proc/${pid}/fd`).length,
    processes: family.length,
    cgroups: countCgroups(cgroupName(home)),
    mounts: mountsOf([pid, ...family]),
    networkNamespaces: list('/run/netns').length,
  }
}

function countCgroups(name: string): number {
  const roots = ['/sys/fs/cgroup', ...list('/sys/fs/cgroup').map((controller) => `/sys/fs/cgroup/${controller}`)]
  return roots.reduce((sum, root) => sum + list(`${root}/${name}`, 'folders').length, 0)
}

/**
 * Counts the mounts of the distinct mount namespaces. Those of single containers are left out: they end with their
 * processes.
 */
function mountsOf(pids: number[]): number {
  const namespaces = new Map<string, number>()
  for (const pid of pids) {
    if (isContained(pid)) continue
    const namespace = link(`/proc/${pid}/ns/mnt`)
    if (namespace !== '' && !namespaces.has(namespace)) {
      namespaces.set(namespace, readProc(pid, 'mounts').split('\n').length)
    }
  }
  return [...namespaces.values()].reduce((sum, mounts) => sum + mounts, 0)
}

function link(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

function list(path: string, what: 'all' | 'folders' = 'all'): string[] {
  try {
    const entries = readdirSync(path, { withFileTypes: true })
    return entries.filter((entry) => what === 'all' || entry.isDirectory()).map(({ name }) => name)
  } catch {
    return []
  }
}
