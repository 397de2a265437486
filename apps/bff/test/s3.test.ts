import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { connectS3, openS3Blobs, openS3Objects } from '@alcove/storage'
import { startS3Server, whyNoS3Server } from '@alcove/storage/testing'
import { expect, test, vi } from 'vitest'
import { newDatabase, newFolder, startServer } from './real-server.ts'

vi.setConfig({ testTimeout: 300_000 })

const reason = whyNoS3Server()

test.skipIf(reason !== null)(
  `code and objects lie in an S3 service, and nothing of them on the disk${reason === null ? '' : ` (skipped: ${reason})`}`,
  async () => {
    await using s3 = await startS3Server()
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
