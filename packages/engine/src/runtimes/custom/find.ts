import { dirname, join } from 'node:path'
import { customGuestFolder } from '@alcove/guest'
import { ask } from '../ask.ts'
import { nodeBinary, REINSTALL } from '../node/find.ts'
import { certificates, locatePython, pythonLibrary } from '../python/find.ts'
import type { Found } from '../runtime.ts'
import { findPrograms } from './programs.ts'

const NODE_MAJOR = 24

/** Runs the package's executable `bootstrap`, beside a guest on Node.js that serves the Lambda Runtime API. */
export async function findCustom(): Promise<Found> {
  const binary = nodeBinary(NODE_MAJOR)
  if (binary === null || (await ask(binary, ['--version'])) === null) return { name: 'custom', remedy: REINSTALL }
  const python = await locatePython()
  return {
    name: 'custom',
    version: 'Lambda Runtime API 2018-06-01',
    image: {
      binary,
      guest: customGuestFolder,
      folders: [
        // On PATH, so that a bootstrap finds a Node.js too.
        { from: dirname(binary), inside: '/usr/lib/node' },
        ...(python === null ? [] : [pythonLibrary(python)]),
      ],
      programs: findPrograms(),
    },
    args: (inner, memoryMb) => [
      // Most of the memory belongs to the bootstrap.
      `--max-old-space-size=${Math.floor(memoryMb * 0.3)}`,
      '--max-semi-space-size=2',
      join(inner.guest, 'custom/main.mjs'),
    ],
    environment: certificates,
    concurrent: false,
    prewarm: true,
    hang: null,
  }
}
