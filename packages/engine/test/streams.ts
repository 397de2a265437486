import type { Readable } from 'node:stream'

export function drain(...streams: Readable[]): void {
  for (const stream of streams) stream.resume()
}

export function firstChunk(stream: Readable): Promise<unknown> {
  return new Promise((resolve, reject) => {
    stream.once('data', resolve)
    stream.once('close', () => reject(new Error('The stream was closed before it gave anything')))
  })
}
