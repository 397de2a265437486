import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'

/** Debian installs runc in /usr/sbin, which not every PATH contains. */
const FOLDERS = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/bin', '/sbin']

/** A machine that has just booted may be installing updates. */
const LOCK_SECONDS = 60

export function find(program: string): string | null {
  for (const folder of FOLDERS) {
    const path = join(folder, program)
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {
      // not in this folder
    }
  }
  return null
}

export function canInstall(): boolean {
  return process.getuid?.() === 0 && find('apt-get') !== null
}

/** Installs Debian packages. On failure returns the last output of apt-get. */
export function install(packages: string[]): { installed: true } | { installed: false; reason: string } {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args: string[]) =>
    spawnSync('apt-get', ['-o', `DPkg::Lock::Timeout=${LOCK_SECONDS}`, ...args], {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 300_000,
    })
  const attempt = () => apt('install', '-y', '--no-install-recommends', ...packages)
  let result = attempt()
  if (result.status !== 0) {
    // A fresh container has no package lists.
    apt('update')
    result = attempt()
  }
  if (result.status === 0) return { installed: true }
  const said = `${result.stderr ?? ''}`.trim().split('\n').at(-1)
  return { installed: false, reason: said || result.error?.message || 'apt-get failed' }
}
