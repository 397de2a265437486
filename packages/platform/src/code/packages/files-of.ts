import { openArchive } from './archive.ts'
import { PackageFiles } from './package-files.ts'

/**
 * Unpacks an untrusted zip.
 * @throws {AlcoveError} InvalidPackage with the reason.
 */
export async function filesOf(bytes: Uint8Array): Promise<PackageFiles> {
  const archive = await openArchive(bytes)
  const files = new PackageFiles()
  for (const { path, executable } of archive.files.values()) {
    files.set(path, await archive.read(path))
    if (executable) files.executables.add(path)
  }
  return files
}
