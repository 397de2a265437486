import { createHash } from 'node:crypto'
import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = '/sys/fs/cgroup'

/** Cgroup folders of the engine with this home, in every hierarchy. */
export function cgroupsOf(home: string): string[] {
  return cgroupsOfDriver(join(realpathSync(home), 'engine'))
}

/** The same, for the folder of a driver. */
export function cgroupsOfDriver(folder: string): string[] {
  const hash = createHash('sha256').update(folder).digest('hex')
  if (!existsSync(ROOT)) return []
  return ['.', ...readdirSync(ROOT)].map((name) => join(ROOT, name, `alcove-${hash.slice(0, 12)}`)).filter(existsSync)
}
