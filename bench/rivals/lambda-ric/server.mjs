// Replaces what AWS runs in front of its runtime interface client: a Runtime API that passes each HTTP request to the
// client when it asks for the next one.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'

const waitingRequests = []
const running = new Map()
let waitingClient = null

function match() {
  if (!waitingClient || waitingRequests.length === 0) return
  const [client, answer] = [waitingClient, waitingRequests.shift()]
  waitingClient = null
  const id = randomUUID()
  running.set(id, answer)
  client
    .writeHead(200, {
      'Content-Type': 'application/json',
      'Lambda-Runtime-Aws-Request-Id': id,
      'Lambda-Runtime-Deadline-Ms': String(Date.now() + 30_000),
      'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:local:0:function:hello',
    })
    .end('{}')
}

const api = createServer((request, response) => {
  if (request.url.endsWith('/invocation/next')) {
    waitingClient = response
    return match()
  }
  const [, id] = /\/invocation\/([^/]+)\/response$/.exec(request.url) ?? []
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    response.writeHead(202).end()
    const answer = running.get(id)
    running.delete(id)
    answer?.writeHead(200, { 'Content-Type': 'application/json' }).end(Buffer.concat(chunks))
  })
})
api.listen(0, '127.0.0.1', () => {
  const client = spawn(process.execPath, ['node_modules/aws-lambda-ric/index.mjs', 'handler.handler'], {
    env: {
      ...process.env,
      _HANDLER: 'handler.handler',
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${api.address().port}`,
      LAMBDA_TASK_ROOT: import.meta.dirname,
      AWS_LAMBDA_FUNCTION_NAME: 'hello',
      AWS_LAMBDA_FUNCTION_VERSION: '1',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_LOG_GROUP_NAME: 'hello',
      AWS_LAMBDA_LOG_STREAM_NAME: 'hello',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  client.once('exit', () => process.exit(1))
  process.once('SIGTERM', () => client.kill('SIGKILL'))
})
createServer((_request, response) => {
  waitingRequests.push(response)
  match()
}).listen(Number(process.argv[2]), '127.0.0.1')
