import type { Archive } from './archive.ts'
import type { PackageFiles } from './package-files.ts'

/** What is in a package, read when it is asked for. */
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
