import { spawn } from 'node:child_process'
import type { Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import type { Server } from 'node:net'
import { join } from 'node:path'
import { SEARCH_PATH } from '../host.ts'

export interface BoundSockets {
  udp: UdpSocket
  tcp: Server
}

/** Sockets on port 53 of this address, bound in another network namespace. */
export async function boundSockets(namespacePath: string, address: string): Promise<BoundSockets> {
  const child = spawn(
    'nsenter',
    [`--net=${namespacePath}`, process.execPath, join(import.meta.dirname, 'bind.ts'), address],
    { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env: { PATH: SEARCH_PATH } },
  )
  let stderr = ''
  child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const sockets: Partial<BoundSockets> = {}
  child.on('message', (kind: keyof BoundSockets, handle) => Object.assign(sockets, { [kind]: handle }))
  await once(child, 'close')
  if (sockets.udp === undefined || sockets.tcp === undefined) {
    throw new Error(`The name forwarder has no sockets: ${stderr.trim() || 'nsenter failed'}`)
  }
  return { udp: sockets.udp, tcp: sockets.tcp }
}
