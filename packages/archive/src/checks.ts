import { LIMITS } from '@alcove/contract'
import type { Entry } from 'yauzl'
import { ZipError } from './zip-error.ts'

export const STORED = 0
export const DEFLATED = 8

const MAX_PATH_BYTES = 1024
const MAX_SEGMENT_BYTES = 255

/** st_mode, which archives made on Unix carry in the upper half of the attributes. */
const TYPE_MASK = 0o170000
const REGULAR = 0o100000
const FOLDER = 0o040000
const SYMLINK = 0o120000

/** Limits on the contents of an archive. */
export interface ZipLimits {
  /** Name in error messages: "The package". */
  name: string
  unpackedBytes: number
  files: number
}

/**
 * Checks everything that the directory of an untrusted zip claims, before one byte is inflated. `openZip` later refuses
 * content that does not match these claims.
 * @throws {ZipError}
 */
export function checkEntries(entries: readonly Entry[], archiveBytes: number, limits: ZipLimits): void {
  const files: Entry[] = []
  const named: Named[] = []
  for (const entry of entries) {
    const path = checkPath(entry.fileName, limits)
    checkKind(entry)
    const isFile = !isFolder(entry)
    named.push({ path, isFile, sorted: fold(path).replaceAll('/', '\0') })
    if (isFile) files.push(entry)
    if (files.length > limits.files) throw tooManyFiles(limits)
  }
  checkNames(named)
  checkSizes(files, archiveBytes, limits)
}

/** Checks the size of all files together. @throws {ZipError} */
export function checkUnpacked(files: Iterable<Entry>, { name, unpackedBytes }: ZipLimits): void {
  let bytes = 0
  for (const { uncompressedSize } of files) bytes += uncompressedSize
  if (bytes > unpackedBytes) throw new ZipError(`${name} is larger than ${unpackedBytes / 2 ** 20} MB when unpacked`)
}

export function isLink(entry: Entry): boolean {
  return typeOf(entry) === SYMLINK
}

/** Whether a file inflates out of all proportion, as in a zip bomb. */
export function inflatesTooMuch(bytes: number, packed: number): boolean {
  return bytes > LIMITS.ratioFreeBytes && bytes > packed * LIMITS.inflationRatio
}

export function tooManyFiles({ name, files }: ZipLimits): ZipError {
  return new ZipError(`${name} holds more than ${files} files`)
}

/** Makes a hostile name safe for messages: cuts it, and escapes control characters. */
export function quote(name: string): string {
  return JSON.stringify(name.length > 120 ? `${name.slice(0, 120)}…` : name)
}

/** @throws {ZipError} */
export function checkPath(name: string, limits: ZipLimits): string {
  const path = name.endsWith('/') ? name.slice(0, -1) : name
  const bad =
    path === '' ||
    // `__proto__` vanishes where files are properties of an object.
    path === '__proto__' ||
    Buffer.byteLength(path) > MAX_PATH_BYTES ||
    // oxlint-disable-next-line no-control-regex -- control characters are what must be refused
    /[\u0000-\u001f\u007f]/.test(path) ||
    /^[A-Za-z]:\//.test(path) ||
    path
      .split('/')
      .some((part) => part === '' || part === '.' || part === '..' || Buffer.byteLength(part) > MAX_SEGMENT_BYTES)
  if (bad) throw nameNotAllowed(name, limits)
  return path
}

interface Named {
  path: string
  isFile: boolean
  /** Folded, with the least character between folders: what is in a folder comes right after it. */
  sorted: string
}

/** No two files have the same name, and none that of a folder. Neighbours tell, however deep folders are nested. */
function checkNames(named: Named[]): void {
  named.sort((a, b) => (a.sorted < b.sorted ? -1 : Number(a.sorted > b.sorted)))
  for (const [at, next] of named.entries()) {
    const one = named[at - 1]
    if (!one) continue
    const same = one.sorted === next.sorted
    if (same && one.isFile && next.isFile) {
      const both = `${quote(one.path)} and ${quote(next.path)}`
      throw new ZipError(`${both} have the same name, ignoring case: rename one of them`)
    }
    if (one.isFile && (same || next.sorted.startsWith(`${one.sorted}\0`))) throw mustBeFolder(one, next)
    if (next.isFile && same) throw mustBeFolder(next, one)
  }
}

function mustBeFolder(file: Named, other: Named): ZipError {
  return new ZipError(`${quote(file.path)} is a file, and ${quote(other.path)} needs it to be a folder`)
}

function nameNotAllowed(name: string, limits: ZipLimits): ZipError {
  return new ZipError(`${limits.name} holds the file name ${quote(name)}, which is not allowed: use relative paths`)
}

function checkKind(entry: Entry): void {
  const name = quote(entry.fileName)
  const type = typeOf(entry)
  const isPlain = isFolder(entry) ? type === FOLDER : type === REGULAR || type === SYMLINK
  if (type !== 0 && !isPlain) throw new ZipError(`${name} is not a plain file`)
  if (entry.isEncrypted()) throw new ZipError(`${name} is encrypted: make the archive without a password`)
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    throw new ZipError(`${name} is compressed in a way that is not supported: use a plain zip`)
  }
}

function checkSizes(files: readonly Entry[], archiveBytes: number, limits: ZipLimits): void {
  checkUnpacked(files, limits)
  for (const { fileName, uncompressedSize, compressedSize } of files) {
    if (!inflatesTooMuch(uncompressedSize, compressedSize)) continue
    throw new ZipError(`${quote(fileName)} unpacks to more than ${LIMITS.inflationRatio} times its size`)
  }
  // Each byte of the archive may belong to one file only. Files that overlap would each have to be inflated.
  const packed = files.reduce((sum, entry) => sum + entry.compressedSize, 0)
  if (packed > archiveBytes) throw new ZipError(`${limits.name} is damaged: its files overlap`)
}

function typeOf(entry: Entry): number {
  return (entry.externalFileAttributes >>> 16) & TYPE_MASK
}

function isFolder(entry: Entry): boolean {
  return entry.fileName.endsWith('/')
}

function fold(path: string): string {
  return path.normalize('NFC').toLowerCase()
}
