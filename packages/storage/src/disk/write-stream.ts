import { close, closeSync, fdatasync, open, write } from 'node:fs'
import { promisify } from 'node:util'

const file = {
  open: promisify(open),
  write: promisify(write),
  datasync: promisify(fdatasync),
  close: promisify(close),
}

/** Written at a time, while as much again comes in. */
const BUFFER_BYTES = 512 * 1024
/** The most that one stream holds in memory. */
export const STREAM_BYTES = 2 * BUFFER_BYTES

/** Buffers of streams that have ended, for the next ones: V8 lets one that is dropped lie for a while. */
const spare: Buffer[] = []
const MOST_SPARE = 16

const take = (): Buffer => spare.pop() ?? Buffer.allocUnsafeSlow(BUFFER_BYTES)
const giveBack = (buffer: Buffer): void => void (spare.length < MOST_SPARE && spare.push(buffer))

/** Opens a file that is there and empty. */
export const openToWrite = (path: string): Promise<number> => file.open(path, 'r+')

/**
 * Fills and closes an empty file, and resolves with the number of bytes once they are on the disk. Keeps no chunk. Each
 * asynchronous call wakes a thread, which costs about as much as the call itself.
 */
export async function writeStream(
  fd: number,
  body: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<number> {
  let bytes = 0
  let buffer = take()
  let filled = 0
  let writing: Promise<void> = Promise.resolve()
  const flush = async () => {
    const [whole, length] = [buffer, filled]
    buffer = take()
    filled = 0
    await writing
    writing = writeAll(fd, whole, length).finally(() => giveBack(whole))
    // Awaited before the next one: until then nobody listens.
    writing.catch(() => {})
  }
  try {
    for await (const chunk of body) {
      signal?.throwIfAborted()
      bytes += chunk.length
      for (let taken = 0; taken < chunk.length;) {
        if (filled === BUFFER_BYTES) await flush()
        const piece = chunk.subarray(taken, taken + BUFFER_BYTES - filled)
        buffer.set(piece, filled)
        filled += piece.length
        taken += piece.length
      }
    }
    signal?.throwIfAborted()
    if (filled > 0) await flush()
    await writing
    await file.datasync(fd)
  } catch (error) {
    // The file must not be closed under it.
    await writing.catch(() => {})
    await file.close(fd)
    throw error
  } finally {
    giveBack(buffer)
  }
  // All is on the disk, so this waits for nothing.
  closeSync(fd)
  return bytes
}

/** A write may be cut short, by a full disk or a signal. */
async function writeAll(fd: number, buffer: Uint8Array, length: number): Promise<void> {
  for (let written = 0; written < length;) {
    // oxlint-disable-next-line no-await-in-loop -- as a rule there is one
    const { bytesWritten } = await file.write(fd, buffer, written, length - written)
    written += bytesWritten
  }
}
