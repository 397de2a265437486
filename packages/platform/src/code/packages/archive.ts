import { openZip, ZipError, type PackedFile } from '@alcove/archive'
import { LIMITS } from '@alcove/contract'
import { checkBytes, checkPaths, invalid } from './package-files.ts'

export interface ArchivedFile {
  path: string
  bytes: number
  executable: boolean
}

/** A checked zip, whose files are inflated one by one on demand. */
export interface Archive {
  readonly files: ReadonlyMap<string, ArchivedFile>
  /** @throws {AlcoveError} InvalidPackage when the content does not match the directory */
  read(path: string): Promise<Buffer>
  /** The file as it is stored, for another archive. */
  packed(path: string): PackedFile
}

const PACKAGE = { name: 'The package', unpackedBytes: LIMITS.packageUnpackedBytes, files: LIMITS.packageFiles }

/**
 * Opens an untrusted zip.
 * @throws {AlcoveError} InvalidPackage with the reason.
 */
export async function openArchive(archive: Uint8Array): Promise<Archive> {
  checkBytes(archive)
  const files = await openZip(archive, PACKAGE).catch(refuse)
  checkPaths(files.keys())
  return {
    files,
    read: (path) => files.get(path)!.content().catch(refuse),
    packed(path) {
      try {
        return files.get(path)!.packed()
      } catch (error) {
        return refuse(error)
      }
    },
  }
}

function refuse(error: unknown): never {
  throw error instanceof ZipError ? invalid(error.message) : error
}
