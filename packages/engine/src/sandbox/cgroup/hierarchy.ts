import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

type CgroupLayout = 'v1' | 'hybrid' | 'v2'

/** The folders below which one engine keeps the cgroups of its instances: one on v2, one per controller before that. */
export interface CgroupTree {
  layout: CgroupLayout
  memory: string
  pids: string
  cpu: string
  /** A version 2 folder: freezing and killing need no controller, so hybrid machines have them too. */
  unified: string | null
  /** Version 1 freezer, where there is no unified hierarchy. */
  freezer: string | null
}

const ROOT = '/sys/fs/cgroup'

function detectLayout(): CgroupLayout | null {
  if (existsSync(join(ROOT, 'cgroup.controllers'))) return 'v2'
  if (!existsSync(join(ROOT, 'memory/cgroup.procs'))) return null
  return existsSync(join(ROOT, 'unified/cgroup.procs')) ? 'hybrid' : 'v1'
}

/** Where an engine's cgroups are on this machine, whether or not there are any yet; null where there can be none. */
export function findCgroupTree(name: string): CgroupTree | null {
  const layout = detectLayout()
  if (layout === null) return null
  const at = (controller: string) => join(ROOT, controller, name)
  return layout === 'v2'
    ? { layout, memory: at(''), pids: at(''), cpu: at(''), unified: at(''), freezer: null }
    : {
        layout,
        memory: at('memory'),
        pids: at('pids'),
        cpu: at('cpu'),
        unified: layout === 'hybrid' ? at('unified') : null,
        freezer: layout === 'v1' ? at('freezer') : null,
      }
}

/**
 * Makes the engine's own cgroup and caps it: however many instances run, together they get no more memory than this,
 * and no more than half of the machine's process ids.
 * @throws when the machine does not let us.
 */
export function makeCgroupTree(tree: CgroupTree, memoryMb: number): void {
  for (const folder of foldersOf(tree)) mkdirSync(folder, { recursive: true })
  if (tree.layout === 'v2') {
    writeFileSync(join(ROOT, 'cgroup.subtree_control'), '+memory +pids +cpu')
    writeFileSync(join(tree.memory, 'cgroup.subtree_control'), '+memory +pids +cpu')
    writeFileSync(join(tree.memory, 'memory.max'), String(memoryMb * 1024 * 1024))
  } else {
    writeFileSync(join(tree.memory, 'memory.limit_in_bytes'), String(memoryMb * 1024 * 1024))
  }
  // However many instances there are and whatever they do, half of the process ids are left for everybody else.
  const ids = Number(readFileSync('/proc/sys/kernel/pid_max', 'latin1'))
  writeFileSync(join(tree.pids, 'pids.max'), String(Math.floor(ids / 2)))
}

export function foldersOf(tree: CgroupTree): string[] {
  const folders = [tree.memory, tree.pids, tree.cpu, tree.unified, tree.freezer]
  return [...new Set(folders.filter((folder) => folder !== null))]
}

/** Names of the instances' cgroups. */
export function cgroupsIn(tree: CgroupTree): string[] {
  return [...new Set(foldersOf(tree).flatMap(subfoldersOf))]
}

/** Once nothing runs in it. Also from the controllers we do not use: runc joins them all. */
export function removeCgroupTree(tree: CgroupTree): void {
  const name = basename(tree.memory)
  const folders =
    tree.layout === 'v2' ? [tree.memory] : readdirSync(ROOT).map((controller) => join(ROOT, controller, name))
  for (const folder of folders) {
    for (const one of subfoldersOf(folder)) removeFolder(join(folder, one))
    // Where it is still in use the next start takes it over by the same name.
    removeFolder(folder)
  }
}

/** Whether it is gone. */
export function removeFolder(folder: string): boolean {
  try {
    rmdirSync(folder)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
  }
}

export function processesIn(folder: string): number[] {
  try {
    return readFileSync(join(folder, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

function subfoldersOf(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
}
