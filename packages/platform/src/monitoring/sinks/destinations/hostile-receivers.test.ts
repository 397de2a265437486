import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { Reach } from './destination.ts'
import { openMysql } from './mysql.ts'
import { openPostgres } from './postgres.ts'
import { openS3 } from './s3.ts'

/** What the receiver does with a connection. */
let receive: (socket: Socket) => void
/** How connections ended. */
const ended: Promise<unknown>[] = []
const server = createServer((socket) => {
  socket.on('error', () => {})
  ended.push(new Promise((resolve) => socket.once('close', resolve)))
  receive(socket)
  socket.resume()
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address() as AddressInfo
afterEach(() => void ended.splice(0))

const limits = { mostBytes: 100_000, idleMs: 300, mostMs: 1_000 }
const reach = { limits, addressOf: () => Promise.resolve('127.0.0.1') } as unknown as Reach
const database = { host: 'db.example', port, user: 'u', database: 'd', tablePrefix: 'a_', tls: 'off' as const }
const bucket = { endpoint: `http://s3.example:${port}`, region: 'r', bucket: 'b', prefix: '', accessKeyId: 'k' }

const tested = {
  mysql: () => openMysql(reach, database, 'p'),
  postgres: () => openPostgres(reach, database, 'p'),
  s3: () => openS3(reach, bucket, 's'),
}
const try_ = async (kind: keyof typeof tested) => {
  const destination = await tested[kind]()
  await destination.test(['logs'])[Symbol.asyncIterator]().next()
}

/** Begins as the protocol asks, and never ends. */
const BEGINNINGS = {
  // A packet of 16 MB.
  mysql: Buffer.from([0xff, 0xff, 0xff, 0]),
  // An authentication request of 1 GB.
  postgres: Buffer.from([0x52, 0x3f, 0xff, 0xff, 0xff]),
  s3: Buffer.from('HTTP/1.1 403 Forbidden\r\n\r\n<Error>'),
}
const ways: Record<string, (kind: keyof typeof tested) => (socket: Socket) => void> = {
  'says nothing': () => () => {},
  'stops after the first byte': (kind) => (socket) => void socket.write(BEGINNINGS[kind].subarray(0, 1)),
  'never stops talking': (kind) => (socket) => {
    socket.write(BEGINNINGS[kind])
    const flood = () => {
      while (socket.writable && socket.write(Buffer.alloc(16_384, 'x')));
    }
    socket.on('drain', flood)
    flood()
  },
}
const cases = (Object.keys(tested) as (keyof typeof tested)[]).flatMap((kind) =>
  Object.keys(ways).map((way) => [kind, way] as const),
)

test.each(cases)('a receiver by %s that %s is given up, and its connection ends', async (kind, way) => {
  receive = ways[way]!(kind)
  await expect(try_(kind)).rejects.toThrow(
    way === 'never stops talking' ? /sent more than 100000 bytes|XML parse error/ : /silent for 0.3 seconds/,
  )
  await Promise.all(ended)
})

test('a database that never hangs up keeps nobody waiting', async () => {
  // AuthenticationOk and ReadyForQuery.
  receive = (socket) => void socket.once('data', () => socket.write(Buffer.from('R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I')))
  const destination = await tested.postgres()
  await expect(destination.close()).resolves.toBeUndefined()
  await Promise.all(ended)
})
