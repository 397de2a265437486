import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Installed packages and all their dependencies, as a function's `node_modules`. */
export function nodeModules(...names: string[]): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {}
  const versions = new Map<string, string>()
  const waiting = names.map((name) => ({ name, from: import.meta.dirname }))
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const folder = folderOf(next.name, next.from)
    const { version, dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      version: string
      dependencies?: Record<string, string>
    }
    const known = versions.get(next.name)
    if (known === version) continue
    if (known !== undefined)
      throw new Error(`Two versions of ${next.name}, ${known} and ${version}, need folders of their own`)
    versions.set(next.name, version)
    for (const path of filesBelow(folder)) files[`node_modules/${next.name}/${path}`] = readFileSync(join(folder, path))
    for (const name of Object.keys(dependencies)) waiting.push({ name, from: folder })
  }
  return files
}

/** Searches the folders that Node would search, because a package's exports may hide its package.json. */
function folderOf(name: string, from: string): string {
  for (const folder of createRequire(join(realpathSync(from), 'x.js')).resolve.paths(name) ?? []) {
    try {
      return dirname(realpathSync(join(folder, name, 'package.json')))
    } catch {
      // Try the next folder.
    }
  }
  throw new Error(`${name} is not installed for ${from}`)
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(map|md|markdown|d\.[cm]?ts)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !path.startsWith('node_modules/'))
}
