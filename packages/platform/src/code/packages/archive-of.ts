import { fileToPack, zipStream, type PackedFile } from '@alcove/archive'
import { checkBytes, checkRatio } from './package-files.ts'

interface Contents extends ReadonlyMap<string, Uint8Array> {
  readonly executables?: ReadonlySet<string>
}

/**
 * Packs files as a zip. The bytes depend only on names, contents and which files are executable, so equal code is one
 * blob with one hash. `kept` files of another archive are copied without inflating them.
 * @throws {AlcoveError} InvalidPackage for a file that would inflate out of all proportion, or more bytes than a package may have
 */
export async function archiveOf(files: Contents, kept: readonly PackedFile[] = []): Promise<Buffer> {
  const archive = Buffer.concat(await Array.fromAsync(zipStream(packed(files, kept))))
  // Copies in place of links make it larger than the upload.
  checkBytes(archive)
  return archive
}

async function* packed(files: Contents, kept: readonly PackedFile[]): AsyncGenerator<PackedFile> {
  const keptByPath = new Map(kept.map((file) => [file.path, file]))
  const paths = [...files.keys(), ...keptByPath.keys()].sort((a, b) => (a < b ? -1 : 1))
  for (const path of paths) {
    const file =
      keptByPath.get(path) ?? (await fileToPack(path, files.get(path)!, files.executables?.has(path) ?? false))
    // An upload with weak or no compression passes the check of its own archive.
    checkRatio(path, file.bytes, file.data.length)
    yield file
  }
}
