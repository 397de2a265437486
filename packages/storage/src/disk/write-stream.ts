import { open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from './durable-write.ts'

/** Written at a time, while as much again comes in. */
const BUFFER_BYTES = 512 * 1024
/** The most that one stream holds in memory. */
export const STREAM_BYTES = 2 * BUFFER_BYTES

/** Buffers of streams that have ended, for the next ones: V8 lets one that is dropped lie for a while. */
const spare: Buffer[] = []
const MOST_SPARE = 16

const take = (): Buffer => spare.pop() ?? Buffer.allocUnsafeSlow(BUFFER_BYTES)
const giveBack = (buffer: Buffer): void => void (spare.length < MOST_SPARE && spare.push(buffer))

/** Writes a new file, and resolves with the number of bytes once they and its name are on the disk. Keeps no chunk. */
export async function writeStream(
  path: string,
  body: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<number> {
  await using file = await open(path, 'wx', 0o600)
  let bytes = 0
  let buffer = take()
  let filled = 0
  let writing: Promise<void> = Promise.resolve()
  // While the bytes come in. Awaited at the end: until then nobody listens.
  const named = syncFolder(dirname(path))
  named.catch(() => {})
  const write = async () => {
    const [whole, length] = [buffer, filled]
    buffer = take()
    filled = 0
    await writing
    writing = writeAll(file, whole.subarray(0, length)).finally(() => giveBack(whole))
    // Awaited before the next one: until then nobody listens.
    writing.catch(() => {})
  }
  try {
    for await (const chunk of body) {
      signal?.throwIfAborted()
      bytes += chunk.length
      for (let taken = 0; taken < chunk.length;) {
        if (filled === BUFFER_BYTES) await write()
        const piece = chunk.subarray(taken, taken + BUFFER_BYTES - filled)
        buffer.set(piece, filled)
        filled += piece.length
        taken += piece.length
      }
    }
    signal?.throwIfAborted()
    if (filled > 0) await write()
    await writing
    await Promise.all([file.datasync(), named])
  } finally {
    // The file must not be closed under it.
    await writing.catch(() => {})
    giveBack(buffer)
  }
  return bytes
}

/** A write may be cut short, by a full disk or a signal. */
async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  const { bytesWritten } = await file.write(bytes)
  if (bytesWritten < bytes.length) await file.writeFile(bytes.subarray(bytesWritten))
}
