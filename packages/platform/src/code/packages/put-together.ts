import { AlcoveError, LIMITS, type Files } from '@alcove/contract'
import { archiveOf } from './archive-of.ts'
import { openArchive } from './archive.ts'
import { checkPaths, filesFromJson, tooLarge } from './package-files.ts'
import { chooseShown } from './shown-files.ts'

/**
 * Builds the package that an editor means: the files it sent, plus those files of the package it had read that it was
 * not shown. JSON carries no modes, so executable files stay executable.
 * @param keep which of the files it was not shown to keep; all by default
 * @throws {AlcoveError} InvalidPackage; ValidationFailed when a file to keep does not exist
 */
export async function putTogether(
  before: Uint8Array,
  files: Files,
  keep: readonly string[] | undefined,
): Promise<Buffer> {
  const archive = await openArchive(before)
  const omitted = chooseShown(archive.files.values()).omitted.map(({ path }) => path)
  const missing = (keep ?? []).find((path) => !archive.files.has(path))
  if (missing !== undefined) {
    throw new AlcoveError('ValidationFailed', `The draft has no file "${missing}" to keep`, {
      errors: [{ path: 'keep', message: `No file "${missing}"` }],
    })
  }
  const sent = filesFromJson(files, { mayBeEmpty: true })
  for (const { path, executable } of archive.files.values())
    if (executable && sent.has(path)) sent.executables.add(path)
  const kept = (keep ?? omitted).filter((path) => !sent.has(path)).map((path) => archive.packed(path))
  checkPaths([...sent.keys(), ...kept.map(({ path }) => path)])
  const bytes = [...sent.values()].reduce((sum, content) => sum + content.length, 0)
  if (kept.reduce((sum, file) => sum + file.bytes, bytes) > LIMITS.packageUnpackedBytes) throw tooLarge()
  return archiveOf(sent, kept)
}
