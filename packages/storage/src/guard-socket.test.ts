import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { guardSocket } from './guard-socket.ts'

const LIMITS = { mostBytes: 10, idleMs: 60_000, mostMs: 60_000 }

test.for([
  ['says nothing', { ...LIMITS, idleMs: 20 }, ''],
  ['never ends', { ...LIMITS, mostMs: 20 }, ''],
  ['sends too much', LIMITS, 'more than ten bytes'],
] as const)('a server that %s is cut off, also when nobody listens for errors any more', async ([, limits, sends]) => {
  const server = createServer((socket) => socket.on('error', () => {}).write(sends)).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const socket = guardSocket(connect((server.address() as AddressInfo).port, '127.0.0.1'), limits)
  socket.resume()
  await new Promise((resolve) => socket.once('close', resolve))
  expect(socket.errored?.message).toMatch(/^it (was silent|took longer|sent more)/)
})
