/** Runs inside the tests' internet: web servers at every address there, and a name server. */
import * as dns from 'dns-packet'
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'

export interface Orders {
  ports: number[]
  nameServer: string
  /** Current addresses of names, as A records. More than 40 addresses need TCP. */
  names: Record<string, { addresses: string[]; ttl: number; alias?: string }>
}

let names: Orders['names'] = {}

function answer(bytes: Buffer, limit: number): Buffer {
  const query = dns.decode(bytes)
  const question = query.questions![0]!
  const found = names[question.name.toLowerCase()]
  const alias: dns.Answer[] =
    found?.alias === undefined ? [] : [{ type: 'CNAME', name: question.name, ttl: found.ttl, data: found.alias }]
  const answers = [
    ...alias,
    ...(question.type === 'A' ? (found?.addresses ?? []) : []).map((data) => ({
      type: 'A' as const,
      name: found!.alias ?? question.name,
      ttl: found!.ttl,
      data,
    })),
  ]
  const flags = dns.RECURSION_DESIRED | dns.RECURSION_AVAILABLE | (found === undefined ? 3 : 0)
  const packet = { type: 'response', id: query.id, flags, questions: [question] } as const
  const whole = dns.encode({ ...packet, questions: [question], answers })
  return whole.length <= limit
    ? whole
    : dns.encode({ ...packet, questions: [question], flags: flags | dns.TRUNCATED_RESPONSE })
}

process.on('message', (orders: Orders) => {
  const first = Object.keys(names).length === 0
  names = orders.names
  if (first) open(orders)
  else process.send!('ready')
})

function open({ ports, nameServer }: Orders): void {
  for (const port of ports) {
    createServer((socket) => {
      socket.on('error', () => {})
      // Echoes input, prefixed with its own address, so that an open connection can be tested again.
      socket.write(`${socket.localAddress} `)
      socket.pipe(socket)
    }).listen(port, '0.0.0.0')
  }
  const udp = createSocket('udp4')
  udp.on('message', (bytes, { address, port }) => udp.send(answer(bytes, 512), port, address))
  createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      const whole = answer(bytes.subarray(2), 65_535)
      const length = Buffer.alloc(2)
      length.writeUInt16BE(whole.length)
      socket.write(Buffer.concat([length, whole]))
    })
  }).listen(53, nameServer)
  udp.bind(53, nameServer, () => process.send!('ready'))
}
