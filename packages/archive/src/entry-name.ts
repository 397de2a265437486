import { isUtf8 } from 'node:buffer'
import { getFileNameLowLevel, type Entry } from 'yauzl'

/**
 * The name of an entry as its maker meant it. macOS writes UTF-8 without saying so, and splits accented letters in
 * two where code that names the file has one. Windows separates folders with backslashes, and tar and scripts begin
 * names with `./` or join
 * them with two slashes. Whether the name is allowed is checked later.
 * @param entry read with `decodeStrings: false`
 */
export function nameOf(entry: Entry): string {
  const bytes = entry.fileNameRaw
  const name = isUtf8(bytes)
    ? bytes.toString('utf8')
    : getFileNameLowLevel(entry.generalPurposeBitFlag, bytes, entry.extraFields, false)
  return name
    .normalize('NFC')
    .replaceAll('\\', '/')
    .replaceAll(/\/(\.?\/)+/g, '/')
    .replace(/^\.\//, '')
}

/** What macOS adds to every zip, and the empty name of the folder itself (`./`). */
export function isJunk(name: string): boolean {
  return name === '' || name.startsWith('__MACOSX/') || /(^|\/)\.DS_Store$/.test(name)
}
