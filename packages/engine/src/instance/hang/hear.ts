import type { Readable } from 'node:stream'

const MAX_BYTES = 64 * 1024

/** Listens to a stream until the text satisfies, or for so long. What it hears stays with the other listeners too. */
export function hear(stream: Readable, ms: number, enough: (text: string) => boolean): Promise<string> {
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
