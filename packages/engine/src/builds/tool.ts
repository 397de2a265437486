import { execFile } from 'node:child_process'
import { cp, readdir, readFile, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { BuildKind } from '@alcove/contract'
import { digestOf } from '../digest.ts'
import type { CachedFolder } from '../packages/folder-cache.ts'
import type { Packages } from '../packages/packages.ts'
import { TOOL_FOLDER } from './recipe.ts'
import { zipModules } from './zip-modules.ts'

const INSIDE = join(import.meta.dirname, 'inside')
type Tool = BuildKind | 'compile-cache'
const SCRIPTS: Record<Tool, readonly string[]> = {
  npm: ['npm.mjs', 'pack-files.mjs'],
  pip: ['pip.py'],
  javac: ['Javac.java'],
  'compile-cache': ['compile-cache.mjs', 'pack-files.mjs'],
}
/** Large parts of packages that nothing runs. */
const EXCLUDED = /\/npm-cli\/(docs|man)(\/|$)|\/__pycache__(\/|$)/

/** A program that builds need is not installed. The message says how to install it. */
export class ToolMissing extends Error {
  override readonly name = 'ToolMissing'
}

/**
 * A folder with what a build needs besides the runtime: our script, the installer and the host's certificates. Created
 * once.
 * @throws {ToolMissing}
 */
export async function toolFolder(
  packages: Packages,
  kind: Tool,
  { binary, certificates }: { binary: string; certificates: string | null },
): Promise<CachedFolder> {
  const sources = new Map(SCRIPTS[kind].map((name) => [name, join(INSIDE, name)]))
  if (SCRIPTS[kind].includes('pack-files.mjs')) {
    for (const [name, path] of zipModules()) sources.set(join('node_modules', name), path)
  }
  if (kind === 'npm') sources.set('npm', npmFolder())
  if (kind === 'pip') sources.set('pip', await pipFolder(binary))
  if (certificates !== null) sources.set('ca.pem', certificates)
  const marks = await Promise.all([...sources].map(async ([name, path]) => [name, path, await markOf(path)]))
  return packages.made(`tool-${kind}-${digestOf(marks).slice(0, 16)}`, async (folder) => {
    const target = join(folder, TOOL_FOLDER)
    for (const [name, path] of sources) {
      const filter = (from: string) => !EXCLUDED.test(from)
      await cp(path, join(target, name), { recursive: true, dereference: true, filter })
    }
    return { ...(await contentsOf(folder)), parts: [] }
  })
}

/** npm is a pinned dependency of ours, not the machine's npm. */
function npmFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('npm-cli/package.json'))
}

async function pipFolder(binary: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(
      binary,
      ['-c', 'import os, pip; print(os.path.dirname(pip.__file__))'],
      {
        env: {},
        cwd: '/',
      },
    )
    return stdout.trim()
  } catch {
    throw new ToolMissing('pip is not installed on this machine: apt-get install python3-pip')
  }
}

async function markOf(path: string): Promise<unknown> {
  const info = await stat(path)
  return info.isFile() ? digestOf(await readFile(path, 'latin1')) : info.mtimeMs
}

async function contentsOf(folder: string): Promise<{ files: string[]; bytes: number }> {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const paths = entries.map((entry) => join(entry.parentPath, entry.name))
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size))
  return {
    files: paths.map((path) => path.slice(folder.length + 1)),
    bytes: sizes.reduce((sum, size) => sum + size, 0),
  }
}
