import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { RUNTIMES, type Runtime } from '@alcove/contract'
import { nodeGuestFolder } from '@alcove/guest'
import type { InnerPaths } from '../sandbox/sandbox.ts'

/** What to start for a runtime. */
export interface InstalledRuntime {
  name: Runtime
  version: string
  /** Host path of the executable. */
  binary: string
  /** Host folder of the guest code. */
  guest: string
  args(inner: InnerPaths, memoryMb: number): string[]
}

const MAJORS: Record<Runtime, number> = { nodejs24: 24, nodejs22: 22 }

/** The runtimes whose executables this installation brought along. */
export async function findRuntimes(): Promise<InstalledRuntime[]> {
  const found = await Promise.all(RUNTIMES.map(findNode))
  return found.filter((runtime) => runtime !== null)
}

async function findNode(name: Runtime): Promise<InstalledRuntime | null> {
  const binary = nodeBinary(MAJORS[name])
  if (binary === null) return null
  try {
    // A clean environment: NODE_OPTIONS of ours must not reach it, here as in a sandbox.
    const { stdout } = await promisify(execFile)(binary, ['--version'], { env: {} })
    return { name, version: stdout.trim().replace(/^v/, ''), binary, guest: nodeGuestFolder, args: nodeArgs }
  } catch {
    return null
  }
}

function nodeBinary(major: number): string | null {
  try {
    const require = createRequire(import.meta.url)
    const manifest = require.resolve(`node${major}-${process.platform}-${process.arch}/package.json`)
    return join(manifest, '../bin/node')
  } catch {
    return null
  }
}

/** Inside a cgroup without /sys Node sees the host's memory and sizes its heap by it: tell it what there really is. */
function nodeArgs(inner: InnerPaths, memoryMb: number): string[] {
  return [
    `--max-old-space-size=${Math.floor(memoryMb * 0.55)}`,
    `--max-semi-space-size=${memoryMb >= 512 ? 8 : 2}`,
    '--disable-warning=ExperimentalWarning',
    join(inner.guest, 'main.mjs'),
  ]
}
