import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

const FOLDER = '/usr/lib/jvm'
const OLDEST = 17

export interface Jdk {
  home: string
  version: string
}

/** The oldest suitable JDK: 17 if installed, since the runtime is named after it. */
export function locateJdk(): Jdk | null {
  const homes = new Set([...installed(), inPath()].filter((home) => home !== null))
  const found = [...homes].map(readRelease).filter((jdk) => jdk !== null && majorOf(jdk) >= OLDEST) as Jdk[]
  return found.toSorted((a, b) => majorOf(a) - majorOf(b))[0] ?? null
}

function majorOf({ version }: Jdk): number {
  return Number(version.split('.')[0])
}

function installed(): string[] {
  try {
    return readdirSync(FOLDER).map((name) => realpathSync(join(FOLDER, name)))
  } catch {
    return []
  }
}

function inPath(): string | null {
  const javac = (process.env['PATH'] ?? '')
    .split(':')
    .map((folder) => join(folder, 'javac'))
    .find(existsSync)
  return javac === undefined ? null : dirname(dirname(realpathSync(javac)))
}

/** Null for a JRE: without a compiler neither the guest nor a function can be compiled. */
function readRelease(home: string): Jdk | null {
  try {
    const version = /^JAVA_VERSION="([^"]+)"/m.exec(readFileSync(join(home, 'release'), 'utf8'))?.[1]
    return version !== undefined && existsSync(join(home, 'bin/javac')) ? { home, version } : null
  } catch {
    return null
  }
}
