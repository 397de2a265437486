import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pythonGuestFolder } from '@alcove/guest'
import { ask } from '../ask.ts'
import type { Found } from '../runtime.ts'

/** Debian's first: what else is called python3 may be somebody's own build, with his packages in it. */
const CANDIDATES = ['/usr/bin/python3', 'python3']
const OLDEST_MINOR = 9
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt'
/** Isolated from the machine's packages and from variables, no byte code written, text in UTF-8 wherever it runs. */
const ISOLATED = ['-I', '-S', '-B', '-X', 'utf8']

const TELL = `
import os, sys
print(*sys.version_info[:3], sep='.')
print(os.path.realpath(sys.executable))
print(os.path.dirname(os.__file__))
`

export interface Python {
  version: string
  /** Host path of the executable, and of the standard library. */
  binary: string
  library: string
}

/** The machine's Python 3. */
export async function locatePython(): Promise<Python | null> {
  for (const candidate of CANDIDATES) {
    // oxlint-disable-next-line no-await-in-loop -- the first that will do is taken
    const told = (await ask(candidate, [...ISOLATED, '-c', TELL]))?.split('\n')
    const [version, binary, library] = told ?? []
    if (version === undefined || binary === undefined || library === undefined || !existsSync(library)) continue
    const [major, minor] = version.split('.').map(Number)
    if (major === 3 && minor! >= OLDEST_MINOR) return { version, binary, library }
  }
  return null
}

/** The standard library's place inside: from its own place, /usr/bin, the interpreter looks for it there. */
export function pythonLibrary({ version, library }: Python): { from: string; inside: string } {
  return { from: library, inside: `/usr/lib/python${version.split('.').slice(0, 2).join('.')}` }
}

/** OpenSSL looks below /usr/lib/ssl, which is not shown; what is shown is the file that most others look for. */
export function certificates(): Record<string, string> {
  return existsSync(CERTIFICATES) ? { SSL_CERT_FILE: CERTIFICATES } : {}
}

export async function findPython(): Promise<Found> {
  const python = await locatePython()
  if (python === null) return { name: 'python3', remedy: 'apt-get install python3' }
  return {
    name: 'python3',
    version: python.version,
    image: { binary: python.binary, guest: pythonGuestFolder, folders: [pythonLibrary(python)], programs: [] },
    args: (inner) => [...ISOLATED, join(inner.guest, 'main.py')],
    environment: certificates,
    concurrent: false,
    prewarm: true,
    // Free for functions otherwise: faulthandler answers it with the stacks of all threads.
    hang: { kind: 'signal', signal: 'SIGUSR2', stream: 'stderr' },
  }
}
