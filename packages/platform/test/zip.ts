import { crc32, deflateRawSync } from 'node:zlib'

export interface RawEntry {
  name: string
  content?: Buffer
  /** st_mode in the upper half, as archives made on Unix carry it. */
  mode?: number
  flags?: number
  method?: number
  /** What the directory claims, where it is wrong. */
  claimedSize?: number
  claimedCrc?: number
}

/** Writes a zip byte by byte (APPNOTE.TXT 4.3), so that it can lie like an attacker's. */
export function rawZip(entries: RawEntry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const { name, content = Buffer.from('x'), mode = 0, flags = 0x800, method = 8, claimedSize, claimedCrc } = entry
    const data = method === 8 ? deflateRawSync(content) : content
    const size = claimedSize ?? content.length
    const crc = claimedCrc ?? crc32(content)
    const file = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(flags, 2)
    common.writeUInt16LE(method, 4)
    common.writeUInt32LE(crc, 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(size, 18)
    common.writeUInt16LE(file.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, file, data])
    const central = Buffer.alloc(14)
    central.writeUInt32LE((mode * 0x10000) >>> 0, 6)
    central.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([20, 3]), common, central, file]))
    parts.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, central, Buffer.from('PK\x05\x06', 'latin1'), end])
}
