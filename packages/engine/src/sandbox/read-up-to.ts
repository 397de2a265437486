import type { Readable } from 'node:stream'

/** Reads a sandbox's output to its end. Null when it exceeds `limit` bytes; the rest is neither read nor kept. */
export async function readUpTo(stream: Readable, limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
