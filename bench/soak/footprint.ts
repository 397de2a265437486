import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** What a server and everything it started hold of the machine. */
export interface Footprint {
  /** Of the server process. */
  rssMb: number
  descriptors: number
  /** Descendants, functions included. */
  processes: number
  /** Folders of instances over all cgroup hierarchies. */
  cgroups: number
  /** In every mount namespace that the server's processes live in. */
  mounts: number
  networkNamespaces: number
}

export function footprintOf(pid: number): Footprint {
  const family = descendantsOf(pid)
  return {
    rssMb: Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024,
    descriptors: list(`/proc/${pid}/fd`).length,
    processes: family.length,
    cgroups: countCgroups(),
    mounts: mountsOf([pid, ...family]),
    networkNamespaces: list('/run/netns').length,
  }
}

function descendantsOf(pid: number): number[] {
  const children = new Map<number, number[]>()
  for (const entry of list('/proc')) {
    const parent = Number(/\) \S (\d+)/.exec(read(`/proc/${entry}/stat`))?.[1])
    if (Number.isInteger(parent)) children.set(parent, [...(children.get(parent) ?? []), Number(entry)])
  }
  const found: number[] = []
  for (const queue = [pid]; queue.length > 0;) {
    const next = children.get(queue.shift()!) ?? []
    found.push(...next)
    queue.push(...next)
  }
  return found
}

/** Leaves under every `alcove-*` tree. */
function countCgroups(): number {
  let count = 0
  for (const root of ['/sys/fs/cgroup', ...list('/sys/fs/cgroup').map((name) => `/sys/fs/cgroup/${name}`)]) {
    for (const tree of list(root)) {
      if (!tree.startsWith('alcove-')) continue
      const leaves = list(`${root}/${tree}`, 'folders')
      count += leaves.length
    }
  }
  return count
}

/** Mounts of the distinct mount namespaces, those of single containers left out: they go with their processes. */
function mountsOf(pids: number[]): number {
  const namespaces = new Map<string, number>()
  for (const pid of pids) {
    if (isContained(pid)) continue
    const namespace = link(`/proc/${pid}/ns/mnt`)
    if (namespace !== '' && !namespaces.has(namespace)) {
      namespaces.set(namespace, read(`/proc/${pid}/mounts`).split('\n').length)
    }
  }
  return [...namespaces.values()].reduce((sum, mounts) => sum + mounts, 0)
}

/** The processes in containers, whatever they serve. The database has a user namespace too, and is nobody's instance. */
export function contained(pid: number): number[] {
  return descendantsOf(pid).filter((one) => isContained(one) && read(`/proc/${one}/comm`).trim() !== 'postgres')
}

/** In a user namespace of its own. */
function isContained(pid: number): boolean {
  const map = read(`/proc/${pid}/uid_map`)
  return map !== '' && !map.includes('4294967295')
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
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
