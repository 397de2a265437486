import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { canInstall, install } from './apt.ts'

/** Software that Alcove gets from Debian and not from npm. */
export interface Need {
  /** Its name, also of the file that remembers a failed installation. */
  name: string
  isThere(): boolean
  packages: string[]
  /** The consequence if it is missing. */
  without: string
}

const FAILURES = join(import.meta.dirname, '../node_modules/.cache/alcove/not-installed')
const DAY_MS = 86_400_000

/** Installs what is missing, if allowed. Never fatal: what cannot be installed is reported, here and in the console. */
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

/** Without this, a machine that cannot reach Debian's archive would wait at every start. */
function isRecent(failure: string): boolean {
  return existsSync(failure) && Date.now() - statSync(failure).mtimeMs < DAY_MS
}
