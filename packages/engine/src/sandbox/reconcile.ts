import { readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openCgroup } from './cgroup/cgroup.ts'
import { cgroupsIn, removeCgroupTree, type CgroupTree } from './cgroup/hierarchy.ts'
import { STATE_FOLDER } from './oci/driver.ts'
import { killLeftProcesses } from './process/leftovers.ts'

/**
 * Cleans up after an engine that was killed, whichever driver it used: ends its instances and removes cgroups, bundles
 * and state. The engine's home names all of these, and the caller holds its lock, so other engines are safe.
 * @param tree null where there are no cgroups
 * @returns ids of the instances found
 */
export async function reconcile(tree: CgroupTree | null, runFolder: string): Promise<string[]> {
  await killLeftProcesses(runFolder)
  if (tree !== null) {
    await Promise.all(cgroupsIn(tree).map((name) => openCgroup(tree, name).remove()))
    removeCgroupTree(tree)
  }
  const names = readdirSync(runFolder)
  await Promise.all(names.map((name) => rm(join(runFolder, name), { recursive: true, force: true })))
  return names.filter((name) => name !== STATE_FOLDER)
}
