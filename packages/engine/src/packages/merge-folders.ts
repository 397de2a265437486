import { linkSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { CachedFolder, Manifest } from './folder-cache.ts'
import { PackageError } from '../package-error.ts'

/** A folder takes a block. */
const FOLDER_BYTES = 4096
const AT_A_TIME = 100

/**
 * Merges folders into the empty folder `target`. Where two contain the same path, the later one wins. Files are
 * hard-linked, so shared packages take disk space once.
 * @throws {PackageError} when one contains a file where another contains a folder
 */
export async function mergeFolders(layers: readonly CachedFolder[], target: string): Promise<Manifest> {
  const from = new Map<string, string>()
  for (const { path, files } of layers) for (const file of files) from.set(file, path)
  const folders = new Set<string>()
  for (const file of from.keys()) {
    for (let parent = dirname(file); parent !== '.' && !folders.has(parent); parent = dirname(parent)) {
      if (from.has(parent)) throw new PackageError(`${parent} is a file in one layer and a folder in another`)
      folders.add(parent)
    }
  }
  // Shorter paths first, so that parents exist.
  for (const folder of [...folders].sort((a, b) => a.length - b.length)) mkdirSync(join(target, folder), 0o755)
  let done = 0
  for (const [file, source] of from) {
    linkSync(join(source, file), join(target, file))
    // Linking takes microseconds, less than handing over to another thread. Yield now and then, since there may be tens
    // of thousands.
    if (++done % AT_A_TIME === 0) await setImmediate()
  }
  return { bytes: folders.size * FOLDER_BYTES, files: [...from.keys()], parts: layers.map(({ name }) => name) }
}
