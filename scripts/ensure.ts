import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { canInstall, install } from './apt.ts'

/** What Alcove uses and Debian has, rather than npm. */
export interface Need {
  /** What it is called; names the file that remembers a failure, too. */
  name: string
  isThere(): boolean
  packages: string[]
  /** What follows where it cannot be had. */
  without: string
}

const FAILURES = join(import.meta.dirname, '../node_modules/.cache/alcove/not-installed')
const DAY_MS = 86_400_000

/** Installs what is missing where that may be done. Never fatal: what cannot be had is told, here and in the console. */
export function ensure(needs: readonly Need[], say: (line: string) => void): void {
  for (const { name, isThere, packages, without } of needs) {
    if (isThere()) continue
    const failure = join(FAILURES, name)
    if (!canInstall()) {
      say(`${name}: not here, and installing it needs root and apt-get. ${without}`)
    } else if (isRecent(failure)) {
      say(`${name}: not here, and could not be installed a while ago. ${without}`)
    } else {
      say(`Installing ${name} (${packages.join(', ')}) with apt-get …`)
      const result = install(packages)
      rmSync(failure, { force: true })
      if (result.installed) continue
      say(`${name} could not be installed: ${result.reason}. ${without}`)
      mkdirSync(FAILURES, { recursive: true })
      writeFileSync(failure, result.reason)
    }
  }
}

/** A machine without a way to Debian's archive would otherwise wait for it at every start. */
function isRecent(failure: string): boolean {
  return existsSync(failure) && Date.now() - statSync(failure).mtimeMs < DAY_MS
}
