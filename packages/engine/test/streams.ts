import type { Readable } from 'node:stream'

export function drain(...streams: Readable[]): void {
  for (const stream of streams) stream.resume()
}

export function firstChunk(stream: Readable): Promise<unknown> {
  return new Promise((resolve) => stream.once('data', resolve))
}
