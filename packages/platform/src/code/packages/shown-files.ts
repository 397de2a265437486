import { LIMITS, type Draft } from '@alcove/contract'
import { openArchive, type Archive, type ArchivedFile } from './archive.ts'
import { filesToJson, PackageFiles } from './package-files.ts'

/**
 * Divides files into those that can be edited as text and those that are only named. Own files come before installed
 * ones, and files near the top before deeper ones.
 */
export function chooseShown(files: Iterable<ArchivedFile>): { shown: ArchivedFile[]; omitted: ArchivedFile[] } {
  const shown: ArchivedFile[] = []
  const omitted: ArchivedFile[] = []
  let bytes = 0
  for (const file of [...files].sort(byInterest)) {
    const fits =
      file.bytes <= LIMITS.shownFileBytes && shown.length < LIMITS.shownFiles && bytes + file.bytes <= LIMITS.shownBytes
    if (fits) bytes += file.bytes
    ;(fits ? shown : omitted).push(file)
  }
  return { shown, omitted }
}

/** The part of a stored package that the editor gets. */
export async function shownFilesOf(bytes: Uint8Array): Promise<Pick<Draft, 'files' | 'omitted'>> {
  return shownIn(await openArchive(bytes))
}

export async function shownIn(archive: Archive): Promise<Pick<Draft, 'files' | 'omitted'>> {
  const { shown, omitted } = chooseShown(archive.files.values())
  const files = new PackageFiles()
  for (const { path } of shown.sort(byPath)) files.set(path, await archive.read(path))
  return { files: filesToJson(files), omitted: omitted.sort(byPath).map(({ path, bytes }) => ({ path, bytes })) }
}

const byPath = (a: ArchivedFile, b: ArchivedFile) => (a.path < b.path ? -1 : 1)

function byInterest(a: ArchivedFile, b: ArchivedFile): number {
  return rank(a.path) - rank(b.path) || byPath(a, b)
}

function rank(path: string): number {
  const depth = path.split('/').length
  return path.includes('node_modules/') ? depth + 1000 : depth
}
