import { LIMITS } from '@alcove/contract'
import { type AsyncZippable, unzip, zip } from 'fflate'

/** Folders and files that no function needs. Packages are installed again, for the machine that runs them. */
const LEFT_OUT = /(^|\/)(\.git|\.hg|\.svn|__MACOSX|node_modules|__pycache__|\.venv|\.DS_Store)(\/|$)/
/** Code of a function in an archive of a space, which has an import of its own. */
const OF_SPACE = /^functions\/[^/]+\/code\//
/** May hold secrets: only the names of its variables are read. */
const DOTENV = /(^|\/)\.env(\.[\w.-]+)?$/

export interface ReadPackage {
  /** By path, with the top folder removed. */
  files: ReadonlyMap<string, Uint8Array>
  bytes: number
  /** A folder that every path began with. */
  topFolder: string | null
  leftOut: { count: number; what: string[] }
  /** Contents of .env files, which are not uploaded. */
  dotenv: string[]
}

export type PackageProblem = 'notZip' | 'empty' | 'tooLarge' | 'tooMany' | 'ofSpace'

/** A package that cannot become a function. */
export class PackageError extends Error {
  readonly problem: PackageProblem
  constructor(problem: PackageProblem) {
    super(problem)
    this.problem = problem
  }
}

/** Reads a zip in the browser. @throws {PackageError} */
export async function readZip(archive: Blob): Promise<ReadPackage> {
  const sorting = new Sorting()
  const bytes = new Uint8Array(await archive.arrayBuffer())
  const files = await new Promise<Record<string, Uint8Array>>((resolve, reject) =>
    unzip(
      bytes,
      // Sizes are known before anything is unpacked.
      { filter: ({ name, originalSize }) => !name.endsWith('/') && sorting.keeps(pathOf(name), originalSize) },
      (error, found) => {
        if (error) reject(error)
        else resolve(found)
      },
    ),
  ).catch((error: unknown) => {
    throw error instanceof PackageError ? error : new PackageError('notZip')
  })
  return sorting.done(Object.entries(files).map(([name, content]) => [pathOf(name), content]))
}

/** Reads a chosen folder; paths are relative to it. @throws {PackageError} */
export async function readFolder(chosen: readonly File[]): Promise<ReadPackage> {
  const sorting = new Sorting()
  const kept = chosen
    .map((file) => ({ file, path: file.webkitRelativePath.slice(file.webkitRelativePath.indexOf('/') + 1) }))
    .filter(({ file, path }) => path !== '' && sorting.keeps(path, file.size))
  return sorting.done(
    await Promise.all(kept.map(async ({ file, path }) => [path, new Uint8Array(await file.arrayBuffer())] as const)),
  )
}

/** Packs what is kept, with equal archives for equal files. */
export function pack(files: ReadonlyMap<string, Uint8Array>): Promise<Blob> {
  const entries: AsyncZippable = Object.fromEntries(
    [...files].map(([path, content]) => [path, [content, { mtime: new Date(1980, 0) }]]),
  )
  return new Promise((resolve, reject) =>
    zip(entries, (error, packed) => {
      if (error) reject(error)
      else resolve(new Blob([packed as Uint8Array<ArrayBuffer>], { type: 'application/zip' }))
    }),
  )
}

/** Windows writes backslashes; "./" means nothing. */
const pathOf = (name: string) => name.replaceAll('\\', '/').replace(/^(\.\/)+/, '')

class Sorting {
  #bytes = 0
  #files = 0
  #leftOut = 0
  readonly #what = new Set<string>()

  keeps(path: string, bytes: number): boolean {
    const left = LEFT_OUT.exec(path)?.[2]
    if (left !== undefined) {
      this.#leftOut += 1
      this.#what.add(left)
      return false
    }
    this.#bytes += bytes
    this.#files += 1
    if (this.#bytes > LIMITS.packageUnpackedBytes) throw new PackageError('tooLarge')
    if (this.#files > LIMITS.packageFiles) throw new PackageError('tooMany')
    return true
  }

  done(read: readonly (readonly [string, Uint8Array])[]): ReadPackage {
    const top = topFolderOf(read.map(([path]) => path))
    const inside = read.map(([path, content]) => [top === null ? path : path.slice(top.length + 1), content] as const)
    const dotenv = inside.filter(([path]) => DOTENV.test(path))
    const files = new Map(inside.filter(([path]) => !DOTENV.test(path)))
    if (files.size === 0) throw new PackageError('empty')
    if (files.has('alcove.json') && inside.some(([path]) => OF_SPACE.test(path))) throw new PackageError('ofSpace')
    for (const [path] of dotenv) this.#what.add(path.slice(path.lastIndexOf('/') + 1))
    const decoder = new TextDecoder()
    return {
      files,
      bytes: [...files.values()].reduce((sum, { length }) => sum + length, 0),
      topFolder: top,
      leftOut: { count: this.#leftOut + dotenv.length, what: [...this.#what] },
      dotenv: dotenv.map(([, content]) => decoder.decode(content)),
    }
  }
}

/** GitHub and the like put everything into one folder. A package with files beside folders has none. */
function topFolderOf(paths: readonly string[]): string | null {
  const top = paths[0]?.split('/')[0]
  if (top === undefined || !paths.every((path) => path.startsWith(`${top}/`))) return null
  // Python packages and the usual source folders are code, not a wrapping.
  return /^(src|lib|app|dist|com|org|python|nodejs)$/.test(top) ? null : top
}
