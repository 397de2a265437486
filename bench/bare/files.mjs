// The reference for objects: a plain file server, `files.mjs <folder>`. Prints its port once it listens.
import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

const folder = process.argv[2]
const server = createServer((request, response) => {
  // A client may leave before the end of its answer.
  serve(request, response).catch(() => response.destroy())
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))

async function serve(request, response) {
  const path = join(folder, basename(request.url))
  if (request.method === 'PUT') {
    await pipeline(request, createWriteStream(path))
    response.writeHead(201, { 'content-length': 0 }).end()
  } else {
    response.writeHead(200, { 'content-length': (await stat(path)).size })
    await pipeline(createReadStream(path), response)
  }
}
