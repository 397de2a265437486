import type { ZipLimits } from './checks.ts'
import { ZipError } from './zip-error.ts'

const END = Buffer.from([0x50, 0x4b, 0x05, 0x06])
const END_BYTES = 22
const ZIP64_LOCATOR = Buffer.from([0x50, 0x4b, 0x06, 0x07])
const ZIP64_LOCATOR_BYTES = 20
const DIRECTORY_ENTRY = 0x02014b50

/**
 * The zip within a file: without zero bytes after its end, which uploads and disks add, and without the program before it
 * which makes a zip unpack itself. Offsets count from the start of the zip, and the directory lies right before the end.
 * What is no zip is returned as it is.
 * @throws {ZipError} when offsets from either start find a directory: programs would unpack different files
 */
export function wholeZip(file: Buffer, limits: ZipLimits): Buffer {
  const at = file.lastIndexOf(END)
  if (at < 0 || at + END_BYTES > file.length) return file
  const end = at + END_BYTES + file.readUInt16LE(at + 20)
  if (end > file.length || !file.subarray(end).equals(Buffer.alloc(file.length - end))) return file
  const zip = file.subarray(0, end)
  const locator = at - ZIP64_LOCATOR_BYTES
  if (locator >= 0 && zip.subarray(locator, locator + 4).equals(ZIP64_LOCATOR)) return zip
  const claimed = zip.readUInt32LE(at + 16)
  const directory = at - zip.readUInt32LE(at + 12)
  if (directory <= claimed || !isDirectory(zip, directory)) return zip
  if (isDirectory(zip, claimed)) throw new ZipError(`${limits.name} is damaged: it has two directories`)
  return zip.subarray(directory - claimed)
}

function isDirectory(zip: Buffer, at: number): boolean {
  return at + 4 <= zip.length && zip.readUInt32LE(at) === DIRECTORY_ENTRY
}
