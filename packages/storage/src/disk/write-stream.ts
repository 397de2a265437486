import { open, type FileHandle } from 'node:fs/promises'

/** Written at a time, while as much again comes in. */
const WRITE_BYTES = 512 * 1024

/** Chunks of single bytes cost a hundred times their length. */
const WRITE_CHUNKS = 512

/** The most that one stream holds in memory. */
export const STREAM_BYTES = 2 * WRITE_BYTES

/** Writes a new file, and resolves with the number of bytes once they are on the disk. */
export async function writeStream(
  path: string,
  body: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<number> {
  let bytes = 0
  let waiting: Uint8Array[] = []
  let size = 0
  let writing: Promise<void> = Promise.resolve()
  await using file = await open(path, 'wx', 0o600)
  const write = async () => {
    const [chunks, length] = [waiting, size]
    waiting = []
    size = 0
    await writing
    writing = writeAll(file, chunks, length)
    // Awaited before the next one: until then nobody listens.
    writing.catch(() => {})
  }
  try {
    for await (const chunk of body) {
      signal?.throwIfAborted()
      bytes += chunk.length
      waiting.push(chunk)
      size += chunk.length
      if (size >= WRITE_BYTES || waiting.length >= WRITE_CHUNKS) await write()
    }
    signal?.throwIfAborted()
    if (size > 0) await write()
    await writing
    await file.datasync()
  } finally {
    // The file must not be closed under it.
    await writing.catch(() => {})
  }
  return bytes
}

/** A write may be cut short, by a full disk or a signal. */
async function writeAll(file: FileHandle, chunks: Uint8Array[], length: number): Promise<void> {
  const { bytesWritten } = await file.writev(chunks)
  if (bytesWritten < length) await file.writeFile(Buffer.concat(chunks).subarray(bytesWritten))
}
