import { promisify } from 'node:util'
import { zip, type AsyncZippable, type AsyncZipOptions } from 'fflate'
import type { PackageFiles } from './package-files.ts'

const deflate = promisify<AsyncZippable, AsyncZipOptions, Uint8Array>(zip)

/** The files as a zip that depends on nothing but names and contents: equal code is one blob and one hash. */
export async function archiveOf(files: PackageFiles): Promise<Uint8Array> {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1))
  // The first moment a zip can name, in local time because that is how fflate writes it.
  return deflate(Object.fromEntries(sorted), { mtime: new Date(1980, 0, 1), level: 6 })
}
