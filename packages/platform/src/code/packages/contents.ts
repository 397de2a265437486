import type { Archive } from './archive.ts'
import type { PackageFiles } from './package-files.ts'

/** The files of a package, each read on demand. */
export interface Contents {
  has(path: string): boolean
  paths(): Iterable<string>
  read(path: string): Promise<Uint8Array>
}

export function contentsOf(files: PackageFiles): Contents {
  return { has: (path) => files.has(path), paths: () => files.keys(), read: async (path) => files.get(path)! }
}

export function contentsIn({ files, read }: Archive): Contents {
  return { has: (path) => files.has(path), paths: () => files.keys(), read }
}
