import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openCgroup } from '../cgroup/cgroup.ts'
import { foldersOf, type CgroupTree } from '../cgroup/hierarchy.ts'

/** Where the OCI runtime keeps what it knows, among the bundles. */
export const STATE_FOLDER = 'state'

/**
 * Kills the containers of an engine that was killed before it could, and removes their cgroups, bundles and state. All
 * of it is named by the engine's home, and the caller holds the lock on that: nobody else's is touched.
 * @returns ids of what was found
 */
export async function reconcileContainers(tree: CgroupTree, runFolder: string): Promise<string[]> {
  const cgroups = new Set<string>()
  for (const folder of foldersOf(tree)) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) cgroups.add(entry.name)
  }
  await Promise.all([...cgroups].map((name) => openCgroup(tree, name).remove()))
  if (!existsSync(runFolder)) return []
  const names = readdirSync(runFolder)
  for (const name of names) rmSync(join(runFolder, name), { recursive: true, force: true })
  return names.filter((name) => name !== STATE_FOLDER)
}
