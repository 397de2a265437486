import { isUtf8 } from 'node:buffer'
import { inflatesTooMuch } from '@alcove/archive'
import { AlcoveError, FilePath, LIMITS, type Files } from '@alcove/contract'

/** A code package in memory: path → bytes. */
export class PackageFiles extends Map<string, Uint8Array> {
  /** Paths of the executable files. */
  readonly executables = new Set<string>()
}

/** Reads the files of an API request. @throws {AlcoveError} InvalidPackage */
export function filesFromJson(files: Files, { mayBeEmpty = false } = {}): PackageFiles {
  const decoded = new PackageFiles()
  for (const [path, content] of Object.entries(files)) {
    decoded.set(path, typeof content === 'string' ? Buffer.from(content) : Buffer.from(content.base64, 'base64'))
  }
  if (decoded.size > 0 || !mayBeEmpty) checkPaths(decoded.keys())
  const bytes = [...decoded.values()].reduce((sum, content) => sum + content.length, 0)
  if (bytes > LIMITS.packageUnpackedBytes) throw tooLarge()
  return decoded
}

/** UTF-8 text stays text. Anything else, and text with NUL, becomes base64. */
export function filesToJson(files: ReadonlyMap<string, Uint8Array>): Files {
  return Object.fromEntries(
    [...files].map(([path, content]) => {
      const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
      const text = isUtf8(bytes) && !bytes.includes(0)
      return [path, text ? bytes.toString() : { base64: bytes.toString('base64') }]
    }),
  )
}

/**
 * Every path must be storable on any machine: relative, without `..`, and different from the others even on a file
 * system that ignores case.
 */
export function checkPaths(paths: Iterable<string>): void {
  const files = new Map<string, string>()
  for (const path of paths) {
    // `__proto__` vanishes where files are properties of an object.
    if (!FilePath.safeParse(path).success || path === '__proto__') {
      throw invalid(
        `The file name ${quote(path)} is not allowed: use a relative path such as "lib/money.ts", without any of : * ? " < > |`,
      )
    }
    const folded = path.normalize('NFC').toLowerCase()
    const other = files.get(folded)
    if (other !== undefined)
      throw invalid(`${quote(other)} and ${quote(path)} have the same name, ignoring case: rename one of them`)
    files.set(folded, path)
  }
  if (files.size === 0) throw invalid('The package holds no files')
  if (files.size > LIMITS.packageFiles) throw invalid(`The package holds more than ${LIMITS.packageFiles} files`)
  for (const [folded, path] of files) {
    for (let slash = folded.indexOf('/'); slash > 0; slash = folded.indexOf('/', slash + 1)) {
      const file = files.get(folded.slice(0, slash))
      if (file !== undefined) throw invalid(`${quote(file)} is a file, and ${quote(path)} needs it to be a folder`)
    }
  }
}

export function invalid(detail: string): AlcoveError {
  return new AlcoveError('InvalidPackage', detail)
}

/** Refuses zip bombs: files that inflate out of all proportion. The engine refuses them too. */
export function checkRatio(path: string, bytes: number, packed: number): void {
  if (inflatesTooMuch(bytes, packed)) {
    throw invalid(`${quote(path)} unpacks to more than ${LIMITS.inflationRatio} times its size`)
  }
}

/** @throws {AlcoveError} InvalidPackage for an archive of more bytes than a package may have */
export function checkBytes(archive: Uint8Array): void {
  if (archive.length > LIMITS.packageBytes) {
    throw invalid(`The archive is larger than ${LIMITS.packageBytes / 2 ** 20} MB`)
  }
}

export function tooLarge(): AlcoveError {
  return invalid(`The package is larger than ${LIMITS.packageUnpackedBytes / 2 ** 20} MB when unpacked`)
}

/** Makes a hostile name safe for messages: cuts it, and escapes control characters. */
export function quote(name: string): string {
  return JSON.stringify(name.length > 120 ? `${name.slice(0, 120)}…` : name)
}
