import type { Readable } from 'node:stream'

const MAX_BYTES = 64 * 1024

/** Collects a stream's text until `enough` accepts it or `ms` have passed. Other listeners still get every chunk. */
export function readUntil(stream: Readable, ms: number, enough: (text: string) => boolean): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const done = () => {
      clearTimeout(timer)
      stream.off('data', listen)
      resolve(text)
    }
    const listen = (chunk: Buffer) => {
      text += chunk.toString('utf8')
      if (text.length > MAX_BYTES || enough(text)) done()
    }
    const timer = setTimeout(done, ms)
    stream.on('data', listen)
  })
}
