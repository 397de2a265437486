import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { PatientHandler } from './patient-handler.ts'

/** More than the buffers of a connection hold. */
const LARGE = Buffer.alloc(16 * 2 ** 20)

/** Reads objects of a service that answers like this. */
async function serviceThat(answers: RequestListener, silenceMs: number) {
  const server = createServer(answers).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    forcePathStyle: true,
    requestHandler: new PatientHandler(silenceMs),
  })
  onTestFinished(() => {
    client.destroy()
    server.closeAllConnections()
    server.close()
  })
  return async (Key: string) =>
    (await client.send(new GetObjectCommand({ Bucket: 'b', Key }))).Body as unknown as IncomingMessage
}

test('a service that never answers is given up', async () => {
  const read = await serviceThat(() => {}, 50)
  await expect(read('a')).rejects.toThrow('silent')
})

test('a service that stops in the middle of an object is given up', async () => {
  const read = await serviceThat(
    (_, response) => void response.writeHead(200, { 'content-length': 10 }).write('half'),
    50,
  )
  const body = await read('a')
  await expect(body.toArray()).rejects.toThrow('aborted')
})

test('a reader may take longer than a service', async () => {
  const read = await serviceThat((_, response) => void response.end(LARGE), 60_000)
  const body = await read('a')
  await expect.poll(() => body.readableLength).toBeGreaterThan(0)
  // As if a minute had passed.
  body.socket.setTimeout(1)
  await once(body.socket, 'timeout')
  expect(Buffer.concat(await body.toArray())).toHaveLength(LARGE.length)
})

test('readers that do not read leave connections to others', async () => {
  const read = await serviceThat(
    (request, response) => void response.end(request.url!.includes('small') ? 'x' : LARGE),
    60_000,
  )
  await Promise.all(Array.from({ length: 60 }, () => read('large')))
  expect(Buffer.concat(await (await read('small')).toArray()).toString()).toBe('x')
})
