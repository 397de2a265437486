import { promisify } from 'node:util'
import { crc32, deflateRaw } from 'node:zlib'
import type { PackedFile } from './zip-stream.mjs'

const DEFLATED = 8

const deflate = promisify<Uint8Array, { level: number }, Buffer>(deflateRaw)

/** Compresses a file for `zipStream`. */
export async function fileToPack(path: string, content: Uint8Array, executable: boolean): Promise<PackedFile> {
  const data = await deflate(content, { level: 6 })
  return { path, bytes: content.length, executable, data, crc: crc32(content), method: DEFLATED }
}
