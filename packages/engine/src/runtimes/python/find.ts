import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ask } from '../ask.ts'
import type { Found } from '../runtime.ts'
import { compileGuest } from './compile-guest.ts'

/** Debian's Python first: another python3 may be a custom build with packages of its own. */
const CANDIDATES = ['/usr/bin/python3', 'python3']
const OLDEST_MINOR = 9
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt'
/** Ignore the machine's packages and variables, write no byte code, and use UTF-8 everywhere. */
const ISOLATED = ['-I', '-S', '-B', '-X', 'utf8']

const PRINT_FACTS = `
import os, sys
print(*sys.version_info[:3], sep='.')
print(os.path.realpath(sys.executable))
print(os.path.dirname(os.__file__))
`

export interface Python {
  version: string
  /** Host paths of the executable and of the standard library. */
  binary: string
  library: string
}

/** Finds the machine's Python 3. */
export async function locatePython(): Promise<Python | null> {
  for (const candidate of CANDIDATES) {
    // oxlint-disable-next-line no-await-in-loop -- stop at the first suitable one
    const output = (await ask(candidate, [...ISOLATED, '-c', PRINT_FACTS]))?.split('\n')
    const [version, binary, library] = output ?? []
    if (version === undefined || binary === undefined || library === undefined || !existsSync(library)) continue
    const [major, minor] = version.split('.').map(Number)
    if (major === 3 && minor! >= OLDEST_MINOR) return { version, binary, library }
  }
  return null
}

/** Path of the standard library inside, where an interpreter in /usr/bin looks for it. */
export function pythonLibrary({ version, library }: Python): { from: string; inside: string } {
  return { from: library, inside: `/usr/lib/python${version.split('.').slice(0, 2).join('.')}` }
}

/** OpenSSL looks below /usr/lib/ssl, which sandboxes do not have. Point it to the file that they have. */
export function certificates(): Record<string, string> {
  return existsSync(CERTIFICATES) ? { SSL_CERT_FILE: CERTIFICATES } : {}
}

export async function findPython(): Promise<Found> {
  const python = await locatePython()
  if (python === null) return { name: 'python3', remedy: 'apt-get install python3' }
  return {
    name: 'python3',
    version: python.version,
    image: {
      binary: python.binary,
      guest: await compileGuest(python),
      folders: [pythonLibrary(python)],
      programs: [],
    },
    args: (inner) => [...ISOLATED, join(inner.guest, 'main.py')],
    environment: certificates,
    concurrent: false,
    prewarm: true,
    // faulthandler answers the signal with the stacks of all threads.
    hang: { kind: 'signal', signal: 'SIGUSR2', stream: 'stderr' },
  }
}
