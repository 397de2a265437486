import { close, closeSync, constants, fdatasync, ftruncate, open, write } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const file = {
  open: promisify(open),
  write: promisify(write),
  datasync: promisify(fdatasync),
  truncate: promisify(ftruncate),
  close: promisify(close),
}

/** Written at a time, while as much again comes in. */
const BUFFER_BYTES = 512 * 1024
/** The most that one stream holds in memory. */
export const STREAM_BYTES = 2 * BUFFER_BYTES

/** What direct writes are multiples of: file systems ask for that of a block, which is rarely larger. */
const BLOCK = 4096

/** Buffers of streams that have ended, for the next ones: V8 lets one that is dropped lie for a while. */
const spare: Buffer[] = []
const MOST_SPARE = 32

/** Direct writes take memory from the beginning of a page: V8 gives that to buffers that may grow. */
const allocate = (bytes: number): Buffer => Buffer.from(new ArrayBuffer(bytes, { maxByteLength: bytes }))
const take = (): Buffer => spare.pop() ?? allocate(BUFFER_BYTES)
const giveBack = (buffer: Buffer): void => void (spare.length < MOST_SPARE && spare.push(buffer))

/** How a file that is there and empty is opened. */
export type WriteFlags = number

/**
 * Finds out how files of a folder are written best: past the page cache, where its file system can (open(2), O_DIRECT).
 * What is written waits for the disk anyway, and pages of memory for it cost more of the processor than all the rest.
 */
export async function writeFlagsFor(folder: string): Promise<WriteFlags> {
  const path = join(folder, `.direct-${process.pid}`)
  const direct = constants.O_RDWR | constants.O_DIRECT
  try {
    const fd = await file.open(path, direct | constants.O_CREAT, 0o600)
    try {
      await file.write(fd, allocate(BLOCK), 0, BLOCK)
    } finally {
      await file.close(fd)
    }
    return direct
  } catch {
    return constants.O_RDWR
  } finally {
    await rm(path, { force: true })
  }
}

export const openToWrite = (path: string, flags: WriteFlags): Promise<number> => file.open(path, flags)

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
    // Only the end of the body is no whole number of blocks.
    const blocks = Math.ceil(length / BLOCK) * BLOCK
    whole.fill(0, length, blocks)
    await writing
    writing = writeAll(fd, whole, blocks).finally(() => giveBack(whole))
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
    if (bytes % BLOCK !== 0) await file.truncate(fd, bytes)
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
