import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

type CgroupLayout = 'v1' | 'hybrid' | 'v2'

/**
 * The folders under which an engine keeps its instances' cgroups: one on version 2, one per controller on version 1.
 */
export interface CgroupTree {
  layout: CgroupLayout
  memory: string
  pids: string
  cpu: string
  /** Version 2 folder. Freezing and killing need no controller, so hybrid hosts have it too. */
  unified: string | null
  /** Version 1 freezer, for hosts without a unified hierarchy. */
  freezer: string | null
}

const ROOT = '/sys/fs/cgroup'

function detectLayout(): CgroupLayout | null {
  if (existsSync(join(ROOT, 'cgroup.controllers'))) return 'v2'
  if (!existsSync(join(ROOT, 'memory/cgroup.procs'))) return null
  return existsSync(join(ROOT, 'unified/cgroup.procs')) ? 'hybrid' : 'v1'
}

/** Locates an engine's cgroups, which need not exist yet. Null when this machine cannot have any. */
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
 * Creates the engine's own cgroup. It limits all instances together to `memoryMb` and to half of the machine's process
 * ids.
 * @throws when the machine does not allow it
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
  // Leave half of the process ids to the rest of the machine, whatever the instances do.
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

/** Call when nothing runs in it. Covers controllers we do not use as well, since runc joins them all. */
export function removeCgroupTree(tree: CgroupTree): void {
  const name = basename(tree.memory)
  const folders =
    tree.layout === 'v2' ? [tree.memory] : readdirSync(ROOT).map((controller) => join(ROOT, controller, name))
  for (const folder of folders) {
    for (const one of subfoldersOf(folder)) removeFolder(join(folder, one))
    // A folder still in use keeps its name, and the next start takes it over.
    removeFolder(folder)
  }
}

/** @returns whether it is gone */
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
