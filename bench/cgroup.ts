import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = '/sys/fs/cgroup'

/** Name of an Alcove's cgroups, derived from its engine's folder. */
export function cgroupName(home: string): string {
  const digest = createHash('sha256')
    .update(join(realpathSync(home), 'engine'))
    .digest('hex')
  return `alcove-${digest.slice(0, 12)}`
}

/** Whether any instance is frozen. Asks the kernel, because a request to the server would wake it up. */
export function anyFrozen(home: string): boolean {
  const folders = ['unified', '', 'freezer'].map((hierarchy) => join(ROOT, hierarchy, cgroupName(home)))
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .some((instance) =>
      /^(frozen 1|FROZEN)$/m.test(read(`${instance}/cgroup.events`) + read(`${instance}/freezer.state`)),
    )
}

function read(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}
