import { lstat, readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { zipStream } from '@alcove/archive/zip-stream'

const DEFLATED = 8

/** Files below `root`/`top` as paths from `root`, sorted, so that equal content gives an equal archive. Skips links. */
export async function filesBelow(root, top) {
  const entries = await readdir(join(root, top), { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
}

/** Writes the files as a zip. */
export async function packFiles(root, paths, write, level = 6) {
  for await (const chunk of zipStream(read(root, paths, level))) await write(chunk)
}

async function* read(root, paths, level) {
  for (const path of paths) {
    const content = await readFile(join(root, path))
    const executable = ((await lstat(join(root, path))).mode & 0o111) !== 0
    const data = deflateRawSync(content, { level })
    yield { path, bytes: content.length, executable, data, crc: crc32(content), method: DEFLATED }
  }
}
