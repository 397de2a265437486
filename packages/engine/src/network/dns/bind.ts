/**
 * Runs in the router's namespace for a moment: binds the forwarder's sockets there and hands them to the engine. A socket
 * stays in the namespace it was made in, so the engine answers there without being there, and asks outside.
 */
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'

const PORT = 53
const address = process.argv[2]!

const udp = createSocket('udp4')
const tcp = createServer()
udp.bind(PORT, address, () => {
  tcp.listen(PORT, address, () => {
    process.send!('udp', udp, {}, () => process.send!('tcp', tcp, {}, () => process.exit(0)))
  })
})
