import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Runtime } from '@alcove/contract'
import type { InnerPaths } from '../../sandbox/sandbox.ts'
import { ask } from '../ask.ts'
import type { Found } from '../runtime.ts'
import { bundleGuest } from './bundle-guest.ts'

/** It is one of our dependencies, so if it is missing it was not installed. */
export const REINSTALL = 'rm -r node_modules && npm start'

/** Finds a Node.js among our own dependencies. The machine's Node.js could have any version. */
export async function findNode(name: Runtime, major: number): Promise<Found> {
  const binary = nodeBinary(major)
  const version = binary === null ? null : await ask(binary, ['--version'])
  if (binary === null || version === null) return { name, remedy: REINSTALL }
  return {
    name,
    version: version.replace(/^v/, ''),
    image: { binary, command: 'node', guest: await bundleGuest(), folders: [], programs: [] },
    args: (inner, memoryMb) => nodeArgs(inner, memoryMb),
    environment: () => ({}),
    concurrent: true,
    prewarm: true,
    hang: { kind: 'inspector' },
  }
}

/** Host path of the executable; null when npm has none for this platform. */
export function nodeBinary(major: number): string | null {
  try {
    const require = createRequire(import.meta.url)
    const manifest = require.resolve(`node${major}-${process.platform}-${process.arch}/package.json`)
    return join(manifest, '../bin/node')
  } catch {
    return null
  }
}

/** Inside a cgroup without /sys Node sizes its heap by the host's memory, so pass the size explicitly. */
function nodeArgs(inner: InnerPaths, memoryMb: number): string[] {
  return [
    `--max-old-space-size=${Math.floor(memoryMb * 0.55)}`,
    `--max-semi-space-size=${memoryMb >= 512 ? 8 : 2}`,
    '--disable-warning=ExperimentalWarning',
    // Opened only when a call hangs. Port 0, because plain processes share the machine's loopback.
    '--inspect-port=0',
    join(inner.guest, 'main.cjs'),
  ]
}
