import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { connectS3, openS3Blobs, openS3Objects } from '@alcove/storage'
import { startS3Server, whyNoS3Server, type S3Server } from '@alcove/storage/testing'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop } from './alcove.ts'
import { newDatabase, newFolder, startServer } from './real-server.ts'

const reason = whyNoS3Server()

const skipped = reason === null ? '' : ` (skipped: ${reason})`
let s3: S3Server
beforeAll(async () => {
  if (reason === null) s3 = await startS3Server()
})
afterAll(() => s3?.[Symbol.asyncDispose]())

test.skipIf(reason !== null)(
  `code and objects lie in an S3 service, and nothing of them on the disk${skipped}`,
  async () => {
    const options = { ...(await s3.newBucket()), prefix: 'one/' }
    const home = await newFolder()
    const server = await startServer({
      ALCOVE_HOME: home,
      DATABASE_URL: await newDatabase(),
      ALCOVE_S3_ENDPOINT: options.endpoint!,
      ALCOVE_S3_BUCKET: options.bucket,
      ALCOVE_S3_PREFIX: options.prefix,
      ALCOVE_S3_ACCESS_KEY_ID: options.accessKeyId,
      ALCOVE_S3_SECRET_ACCESS_KEY: options.secretAccessKey,
    })
    await server.ready()
    await server.deploy('shop', 'hello', `export const handler = () => 'from S3'`)
    expect(await (await fetch(server.functionUrl('shop', 'hello'))).text()).toBe('from S3')

    const bucket = '/spaces/shop/buckets/photos'
    expect(await (await server.api('PUT', bucket, {})).json()).toMatchObject({ storage: 's3' })
    const bytes = randomBytes(9 * 2 ** 20)
    const put = (headers: Record<string, string> = {}) => server.send('PUT', `${bucket}/objects/big`, bytes, headers)
    expect((await put({ 'if-none-match': '*' })).status).toBe(201)
    // This service does not support conditions.
    expect((await put({ 'if-none-match': '*' })).status).toBe(412)
    const race = await Promise.all(
      Array.from({ length: 64 }, (_, writer) =>
        server.send('PUT', `${bucket}/objects/race`, `${writer}`, { 'if-none-match': '*' }),
      ),
    )
    expect(race.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(race.filter(({ status }) => status === 412)).toHaveLength(63)
    const part = await server.send('GET', `${bucket}/objects/big`, undefined, { range: 'bytes=8388600-8388615' })
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(8388600, 8388616))).toBe(true)

    const place = connectS3(options)
    expect(await Array.fromAsync(openS3Blobs(place).list())).toHaveLength(1)
    expect(
      (await Array.fromAsync(openS3Objects(place).list())).filter((object) => object.bytes === bytes.length),
    ).toHaveLength(1)
    place.client.destroy()
    expect(await readdir(home)).not.toContain('blobs')
    expect(await readdir(home)).not.toContain('objects')
    expect(await server.stop()).toBe(0)
  },
)

test.skipIf(reason !== null)(`a sink writes records to an S3 service${skipped}`, async () => {
  const { prefix: _, ...options } = await s3.newBucket()
  await using alcove = await openShop({ permittedAddresses: (__, ___, addresses) => [...addresses] })
  await alcove.deploy('shop', 'talk', 'export const handler = ({ n }) => { console.log("line", n) }')
  const lake = '/spaces/shop/sinks/lake'
  const settings = { type: 's3', datasets: ['logs', 'invocations'], config: { ...options, prefix: 'lake/' } }
  expect((await alcove.api('PUT', lake, settings)).status).toBe(201)
  expect((await alcove.api('POST', `${lake}/test`)).body).toMatchObject({ ok: true })
  for (let n = 0; n < 3; n++) await alcove.api('POST', '/spaces/shop/functions/talk/invocations', { n })
  const lines = async (dataset: string) => {
    // Files are written every half minute; this asks for them now.
    await alcove.api('POST', `${lake}/resume`)
    const files = [...(await s3.read({ ...options }))].filter(([key]) => key.startsWith(`lake/${dataset}/date=`))
    const text = files.map(([, bytes]) => gunzipSync(bytes).toString()).join('')
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as object)
  }
  await expect.poll(() => lines('logs'), { timeout: 60_000, interval: 500 }).toHaveLength(3)
  await expect.poll(() => lines('invocations'), { timeout: 60_000, interval: 500 }).toHaveLength(3)
  expect(await lines('logs')).toContainEqual(expect.objectContaining({ function: 'talk', message: 'line 2' }))
  expect([...(await s3.read({ ...options })).keys()]).not.toContain('lake/alcove-test')
})
