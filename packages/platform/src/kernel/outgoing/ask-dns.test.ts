import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { askDns } from './ask-dns.ts'

const NO_SUCH_NAME = 3
const REFUSED = 5
const A = 1

/** A resolver that knows the IPv4 address of one name, refuses another, and does not answer for a third. */
async function openResolver() {
  const socket = createSocket('udp4')
  socket.on('message', (query, { port, address }) => {
    const name = query.subarray(12, query.indexOf(0, 12)).toString('latin1')
    if (name.includes('silent')) return
    const known = name.includes('known')
    const answers = known && query.readUInt16BE(query.indexOf(0, 12) + 1) === A
    const head = Buffer.from(query.subarray(0, query.indexOf(0, 12) + 5))
    head.writeUInt16BE(0x8180 | (known ? 0 : name.includes('refused') ? REFUSED : NO_SUCH_NAME), 2)
    head.writeUInt16BE(answers ? 1 : 0, 6)
    head.writeUInt32BE(0, 8)
    const record = Buffer.from('c00c00010001000000000004c0000207', 'hex')
    socket.send(answers ? Buffer.concat([head, record]) : head, port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return { servers: [`127.0.0.1:${socket.address().port}`], close: () => socket.close() }
}

test('DNS is asked for a time: addresses, none, or no answer', async () => {
  const { servers, close } = await openResolver()
  const asked = { servers, timeoutMs: 5_000 }
  expect(await askDns('known.example', asked)).toEqual(['192.0.2.7'])
  expect(await askDns('nobody.example', asked)).toEqual([])
  expect(await askDns('refused.example', asked)).toBeNull()
  expect(await askDns('silent.example', { servers, timeoutMs: 100 })).toBeNull()
  close()
})
