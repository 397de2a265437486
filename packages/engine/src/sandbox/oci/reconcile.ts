import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openCgroup } from '../cgroup/cgroup.ts'
import { foldersOf, type CgroupTree } from '../cgroup/hierarchy.ts'

/**
 * Kills the containers of an engine that was killed before it could, and removes their cgroups, bundles and state. All
 * of it is named by the engine's home, and the caller holds the lock on that: nobody else's is touched.
 * @returns ids of what was found
 */
export async function reconcileContainers(tree: CgroupTree, runFolder: string): Promise<string[]> {
  const found = new Set<string>()
  for (const folder of foldersOf(tree)) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) found.add(entry.name)
  }
  await Promise.all([...found].map((id) => openCgroup(tree, id).remove()))
  if (existsSync(runFolder)) {
    for (const name of readdirSync(runFolder)) rmSync(join(runFolder, name), { recursive: true, force: true })
  }
  return [...found]
}
