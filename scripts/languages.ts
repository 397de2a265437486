import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { canInstall, find, install } from './apt.ts'

const FAILED = join(import.meta.dirname, '../node_modules/.cache/alcove/languages-failed')
const DAY_MS = 86_400_000

/** What comes with Debian rather than npm, by how to see that it is there. */
const LANGUAGES: { name: string; isThere(): boolean; packages: string[] }[] = [
  { name: 'Python 3', isThere: () => find('python3') !== null, packages: ['python3'] },
  { name: 'pip', isThere: () => find('pip3') !== null, packages: ['python3-pip'] },
  { name: 'Java 17', isThere: hasJdk, packages: ['openjdk-17-jdk-headless'] },
]

/** A compiler as well as a virtual machine: functions are compiled here. */
function hasJdk(): boolean {
  if (find('javac') !== null) return true
  const folder = '/usr/lib/jvm'
  return existsSync(folder) && readdirSync(folder).some((name) => existsSync(`${folder}/${name}/bin/javac`))
}

/** Makes sure of the languages that functions may be written in. Never fatal: the console says what is missing. */
export function ensureLanguages(say: (line: string) => void): void {
  ensure(LANGUAGES, say)
}

/** What only the tests need: AWS publishes its client of the Runtime API as source, and a shell needs one too. */
export function ensureBuildTools(say: (line: string) => void): void {
  const tool = (program: string, ...packages: string[]) => ({
    name: program,
    isThere: () => find(program) !== null,
    packages,
  })
  ensure(
    [tool('g++', 'g++'), tool('make', 'make'), tool('cmake', 'cmake'), tool('xz', 'xz-utils'), tool('curl', 'curl')],
    say,
  )
}

function ensure(wanted: typeof LANGUAGES, say: (line: string) => void): void {
  const missing = wanted.filter(({ isThere }) => !isThere())
  if (missing.length === 0) return
  const names = missing.map(({ name }) => name).join(', ')
  if (!canInstall()) {
    say(`${names}: not here, and installing needs root and apt-get.`)
    return
  }
  if (failedLately(names)) {
    say(`${names}: not here, and could not be installed a while ago.`)
    return
  }
  say(`Installing ${names} with apt-get …`)
  for (const { name, packages } of missing) {
    const result = install(packages)
    if (result.installed) continue
    say(`${name} could not be installed: ${result.reason}`)
    mkdirSync(dirname(FAILED), { recursive: true })
    writeFileSync(FAILED, names)
  }
}

/** A machine without a way to Debian's archive would otherwise wait for it at every start. */
function failedLately(names: string): boolean {
  if (!existsSync(FAILED) || Date.now() - statSync(FAILED).mtimeMs > DAY_MS) return false
  return readFileSync(FAILED, 'utf8') === names
}
