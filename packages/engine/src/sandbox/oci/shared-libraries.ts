import { execFile } from 'node:child_process'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { digestOf } from '../../digest.ts'
import type { RuntimeImage } from '../sandbox.ts'

/** Cache file in the cache folder. */
export const LIBRARIES = 'libraries.json'

/**
 * Host paths of the shared libraries that images need and do not include. Asking the dynamic loader is slow with a JDK
 * and a Python, so the answer is cached in `cacheFolder` until an executable or a folder changes.
 * @throws when an executable needs a library this machine does not have
 */
export async function sharedLibrariesOf(images: readonly RuntimeImage[], cacheFolder: string): Promise<string[]> {
  const executables = [...new Set(images.flatMap(({ binary, programs }) => [binary, ...programs]))].toSorted()
  const native = images.filter(({ loadsNativeCode }) => loadsNativeCode).map(({ guest }) => guest)
  const folders = [
    ...new Set([...images.flatMap((image) => image.folders.map(({ from }) => from)), ...native]),
  ].toSorted()
  const ages = await Promise.all(
    [...executables, ...folders].map(async (path) => {
      const { size, mtimeMs } = await stat(path)
      return [path, size, mtimeMs]
    }),
  )
  const of = digestOf(ages)
  const cache = join(cacheFolder, LIBRARIES)
  const known = await readFile(cache, 'utf8')
    // A power loss may have left half a file: ignore it.
    .then((text) => JSON.parse(text) as { of: string; libraries: string[] })
    .catch(() => null)
  if (known?.of === of && (await Promise.all(known.libraries.map(isThere))).every(Boolean)) return known.libraries

  const found = new Set<string>()
  const brought = (path: string) => folders.some((folder) => path.startsWith(`${folder}/`))
  for (const library of await needs(executables, true)) if (!brought(library)) found.add(library)
  const addOns = (await Promise.all(folders.map(sharedObjectsIn))).flat()
  // Optional modules such as Tk may need a library that is missing here. They would not work on the host either.
  for (const library of await needs(addOns, false)) if (!brought(library)) found.add(library)
  const libraries = [...found].toSorted()
  await writeFile(cache, JSON.stringify({ of, libraries }))
  return libraries
}

async function needs(files: string[], strict: boolean): Promise<string[]> {
  if (files.length === 0) return []
  // ldd exits with an error if any file is a script or static, but still reports the others.
  const { stdout } = await promisify(execFile)('ldd', files, { maxBuffer: 64 * 1024 * 1024 }).catch(
    (error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }),
  )
  const missing = /^\s*(\S+) => not found/m.exec(stdout)
  if (strict && missing) throw new Error(`This machine does not have ${missing[1]}, which a runtime needs`)
  return stdout
    .split('\n')
    .map((line) => /(?:=> )?(\/\S+) \(0x/.exec(line)?.[1])
    .filter((path) => path !== undefined)
}

async function sharedObjectsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true })
  return names.filter((name) => /\.(so(\.\d+)*|node)$/.test(name)).map((name) => join(folder, name))
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
