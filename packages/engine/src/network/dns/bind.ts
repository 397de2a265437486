/**
 * Runs briefly in the router's namespace: binds the forwarder's sockets there and passes them to the engine. A socket
 * belongs to the namespace it was created in, so the engine can answer inside and ask outside.
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
