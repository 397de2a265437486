// The reference: Node's own server with the same response. Prints its port once it listens.
import { createServer } from 'node:http'

const server = createServer((_request, response) => {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ hello: 'world' }))
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
