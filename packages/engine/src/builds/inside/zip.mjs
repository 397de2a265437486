import { lstat, readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'

/** Files below `root`/`top` as paths from `root`, sorted, so that equal content gives an equal archive. Skips links. */
export async function filesBelow(root, top) {
  const entries = await readdir(join(root, top), { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
}

/** Writes the files as a zip (APPNOTE.TXT 4.3), one after the other. Only the directory stays in memory. */
export async function writeZip(root, paths, write, level = 6) {
  const directory = []
  let offset = 0
  for (const path of paths) {
    const content = await readFile(join(root, path))
    const mode = (await lstat(join(root, path))).mode & 0o111 ? 0o100755 : 0o100644
    const data = deflateRawSync(content, { level })
    const name = Buffer.from(path)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x800, 2)
    common.writeUInt16LE(8, 4)
    // The earliest date in a zip: 1980-01-01.
    common.writeUInt16LE(0x21, 8)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(content.length, 18)
    common.writeUInt16LE(name.length, 22)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE((mode * 0x10000) >>> 0, 6)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([20, 3]), common, rest, name]))
    const header = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name])
    await write(header)
    await write(data)
    offset += header.length + data.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  // More files would need ZIP64.
  if (paths.length > 0xffff) throw new Error(`More than ${0xffff} files`)
  end.writeUInt16LE(paths.length, 4)
  end.writeUInt16LE(paths.length, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(offset, 12)
  await write(central)
  await write(Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), end]))
}
