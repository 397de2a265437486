import { canInstall, find, install } from './apt.ts'

/** Makes sure that a container runtime is there. Never fatal: without one the engine falls back, and says so. */
export function ensureOciRuntime(say: (line: string) => void): void {
  if (find('crun') || find('runc')) return
  if (!canInstall()) {
    say('No container runtime (crun or runc) here, and installing one needs root and apt-get.')
    return
  }
  say('Installing a container runtime (crun, runc) with apt-get …')
  const result = install(['crun', 'runc'])
  if (!result.installed) say(`The container runtime could not be installed: ${result.reason}`)
}
