import { promisify } from 'node:util'
import { crc32, deflateRaw } from 'node:zlib'
import type { RawFile } from './archive.ts'
import { checkRatio } from './package-files.ts'

const DEFLATED = 8
/** APPNOTE.TXT 4.4.4: names are UTF-8. */
const UTF8_NAMES = 0x800
/** 1980-01-01, the first day a zip can name. */
const NO_DAY = 0x21
const VERSION = 20
const UNIX = 3

const deflate = promisify<Uint8Array, { level: number }, Buffer>(deflateRaw)

interface Contents extends ReadonlyMap<string, Uint8Array> {
  readonly executables?: ReadonlySet<string>
}

/**
 * The files as a zip that depends on nothing but names, contents and what is executable: equal code is one blob and one
 * hash. Files that lie compressed in another archive of ours are taken over as they are.
 * @throws {AlcoveError} InvalidPackage for a file that would inflate out of all proportion
 */
export async function archiveOf(files: Contents, kept: readonly RawFile[] = []): Promise<Buffer> {
  const paths = [...files.keys(), ...kept.map(({ path }) => path)].sort((a, b) => (a < b ? -1 : 1))
  const taken = new Map(kept.map((file) => [file.path, file]))
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const path of paths) {
    const executable = files.executables?.has(path) ?? false
    const file = taken.get(path) ?? (await compressed(path, files.get(path)!, executable))
    const name = Buffer.from(path)
    const common = commonHeader(file, name.length)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name])
    parts.push(local, file.data)
    directory.push(directoryEntry(file, common, name, offset))
    offset += local.length + file.data.length
  }
  return Buffer.concat([...parts, ...directory, endOf(directory, offset)])
}

async function compressed(path: string, content: Uint8Array, executable: boolean): Promise<RawFile> {
  const data = await deflate(content, { level: 6 })
  // Also of what came packed less tightly, or not at all.
  checkRatio(path, content.length, data.length)
  return { path, bytes: content.length, executable, data, crc: crc32(content), method: DEFLATED }
}

/** What the local header (4.3.7) and the directory (4.3.12) say in the same words. */
function commonHeader({ data, bytes, crc, method }: RawFile, nameLength: number): Buffer {
  const header = Buffer.alloc(26)
  header.writeUInt16LE(VERSION, 0)
  header.writeUInt16LE(UTF8_NAMES, 2)
  header.writeUInt16LE(method, 4)
  header.writeUInt16LE(NO_DAY, 8)
  header.writeUInt32LE(crc, 10)
  header.writeUInt32LE(data.length, 14)
  header.writeUInt32LE(bytes, 18)
  header.writeUInt16LE(nameLength, 22)
  return header
}

function directoryEntry({ executable }: RawFile, common: Buffer, name: Buffer, offset: number): Buffer {
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE((executable ? 0o100755 : 0o100644) * 0x10000, 6)
  rest.writeUInt32LE(offset, 10)
  return Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([VERSION, UNIX]), common, rest, name])
}

function endOf(directory: readonly Buffer[], offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(
    directory.reduce((sum, entry) => sum + entry.length, 0),
    12,
  )
  end.writeUInt32LE(offset, 16)
  return end
}
