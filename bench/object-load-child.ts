/**
 * Puts or gets objects, one at a time per connection: `object-load-child.ts <job as JSON>`. Prints objects per second.
 * Raw sockets, as in `http-client.ts`: the client must cost less than what it measures.
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export interface ObjectLoad {
  /** The key is appended. */
  url: string
  method: 'PUT' | 'GET'
  headers: Record<string, string>
  connections: number
  milliseconds: number
  /** The size of each object. */
  bytes: number
}

/** Objects in use: of each connection, one after the other. */
const KEYS = 8
const HEAD_END = Buffer.from('\r\n\r\n')

const job = JSON.parse(process.argv[2]!) as ObjectLoad
const body = Buffer.alloc(job.bytes, 'x')
const startedAt = performance.now()
const until = startedAt + job.milliseconds
const counts = await Promise.all(Array.from({ length: job.connections }, (_, connection) => work(connection)))
const seconds = (performance.now() - startedAt) / 1000
console.log(counts.reduce((sum, count) => sum + count, 0) / seconds)

async function work(connection: number): Promise<number> {
  const { hostname, port, host, pathname } = new URL(job.url)
  const socket = connect(Number(port), hostname).setNoDelay(true)
  await once(socket, 'connect')
  const headers = { Host: host, ...job.headers, ...(job.method === 'PUT' && { 'Content-Length': String(job.bytes) }) }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  let count = 0
  // At least once around: what is put is got afterwards.
  for (; performance.now() < until || count < KEYS; count += 1) {
    const head = `${job.method} ${pathname}${connection}-${count % KEYS} HTTP/1.1\r\n${lines.join('')}\r\n`
    // oxlint-disable-next-line no-await-in-loop -- one request in flight per connection is what is measured
    await exchange(socket, head)
  }
  socket.destroy()
  return count
}

/** @throws unless it worked, with a body of the right length */
function exchange(socket: Socket, head: string): Promise<void> {
  socket.write(head)
  if (job.method === 'PUT') socket.write(body)
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0)
    let left: number | null = null
    const end = (error?: Error) => {
      socket.off('data', read).off('close', gone)
      if (error) reject(error)
      else resolve()
    }
    const read = (chunk: Buffer) => {
      if (left !== null) left -= chunk.length
      else {
        received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
        const headEnd = received.indexOf(HEAD_END)
        if (headEnd === -1) return
        const text = received.toString('latin1', 0, headEnd)
        const length = Number(/^content-length: *(\d+)/im.exec(text)?.[1] ?? Number.NaN)
        const isRight = /^HTTP\/1\.1 20[01] /.test(text) && (job.method === 'PUT' ? length >= 0 : length === job.bytes)
        if (!isRight) return end(new Error(`${head.split('\r\n', 1)[0]}: ${received.toString()}`.slice(0, 500)))
        left = length - (received.length - headEnd - HEAD_END.length)
      }
      if (left === 0) end()
    }
    const gone = () => end(new Error('The server closed the connection'))
    socket.on('data', read).on('close', gone)
  })
}
