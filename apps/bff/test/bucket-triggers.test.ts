import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove()
  await alcove.api('POST', '/spaces', { name: 'shop' })
  for (const bucket of ['photos', 'loop', 'seen']) await alcove.api('PUT', `/spaces/shop/buckets/${bucket}`, {})
  // Writes down the event that it got.
  await alcove.deploy(
    'shop',
    'watch',
    `import { alcove } from 'alcove'
     export const handler = async ({ Records: [{ eventName, s3 }] }) =>
       void (await alcove.bucket('seen').put(eventName + ' ' + s3.object.key, JSON.stringify(s3)))`,
  )
  await alcove.deploy(
    'shop',
    'echo',
    `import { alcove } from 'alcove'
     let n = 0
     export const handler = async () => void (await alcove.bucket('loop').put('round-' + ++n, 'x'))`,
  )
})
afterAll(() => alcove[Symbol.asyncDispose]())

const put = (fn: string, config: object) =>
  alcove.api('PUT', `/spaces/shop/functions/${fn}/triggers/objects`, { type: 'bucket', config })
const write = (key: string, body = 'hello', bucket = 'photos') =>
  alcove.raw('PUT', `/spaces/shop/buckets/${bucket}/objects/${key}`, body)
const firings = async (fn: string) =>
  (await alcove.api('GET', `/spaces/shop/functions/${fn}/triggers/objects/firings?limit=100`)).body.items
const seen = async () =>
  (await alcove.api('GET', '/spaces/shop/buckets/seen/objects')).body.items.map(({ key }: { key: string }) => key)

test('objects that are written, copied, completed or removed start the function with the event of S3', async () => {
  expect(
    await put('watch', { bucket: 'photos', events: ['created', 'removed'], prefix: 'raw/', maxBytes: 100 }),
  ).toMatchObject({ status: 201 })
  await write('raw/a b.jpg')
  await write('other/a.jpg')
  await write('raw/large', 'x'.repeat(101))
  await alcove.api('POST', '/spaces/shop/buckets/photos/copies', { from: 'raw/a b.jpg', to: 'raw/copy' })
  const { body: upload } = await alcove.api('POST', '/spaces/shop/buckets/photos/uploads', { key: 'raw/parts' })
  await alcove.raw('PUT', `/spaces/shop/buckets/photos/uploads/${upload.id}/parts/1`, 'part')
  await alcove.api('POST', `/spaces/shop/buckets/photos/uploads/${upload.id}/complete`)
  await alcove.raw('DELETE', '/spaces/shop/buckets/photos/objects/raw/copy')
  await alcove.api('POST', '/spaces/shop/buckets/photos/deletions', { prefix: 'raw/' })
  const expected = [
    'ObjectCreated:CompleteMultipartUpload raw/parts',
    'ObjectCreated:Copy raw/copy',
    'ObjectCreated:Put raw/a+b.jpg',
    'ObjectRemoved:Delete raw/a+b.jpg',
    'ObjectRemoved:Delete raw/copy',
    'ObjectRemoved:Delete raw/parts',
  ]
  await expect.poll(() => seen()).toEqual(expected)
  const listed = await firings('watch')
  expect(listed.map(({ detail }: { detail: string }) => detail).toSorted()).toEqual([
    'raw/a b.jpg',
    'raw/a b.jpg',
    'raw/copy',
    'raw/copy',
    'raw/parts',
    'raw/parts',
  ])
})

test('a refused write starts nothing', async () => {
  const before = (await firings('watch')).length
  await write('raw/one')
  const refused = await alcove.raw('PUT', '/spaces/shop/buckets/photos/objects/raw/one', 'x', { 'if-none-match': '*' })
  expect([refused.status, (await firings('watch')).length]).toEqual([412, before + 1])
})

test('a function that writes where it is started from is warned about, and stopped after 16 rounds', async () => {
  const config = { bucket: 'loop', events: ['created'] }
  await put('echo', config)
  await write('start', 'x', 'loop')
  await vi.waitFor(
    async () => expect((await firings('echo'))[0]).toMatchObject({ outcome: 'skipped', reason: 'loop' }),
    { timeout: 60_000 },
  )
  expect(await firings('echo')).toHaveLength(17)
  const preview = await alcove.api('POST', '/spaces/shop/functions/echo/triggers/other/preview', {
    type: 'bucket',
    config,
  })
  expect(preview.body).toMatchObject({ loop: true, event: { Records: [{ eventSource: 'aws:s3' }] } })
})

test('a trigger needs a bucket of its space', async () => {
  const { status, body } = await put('watch', { bucket: 'none', events: ['created'] })
  expect([status, body.errors]).toEqual([
    400,
    [{ path: 'config.bucket', message: 'There is no bucket "none" in this space' }],
  ])
  expect((await put('watch', { bucket: 'photos', events: [] })).status).toBe(400)
})

test('a save waits for the deletion of its bucket, and is refused then', async () => {
  await alcove.api('PUT', '/spaces/shop/buckets/leaving', {})
  const { pool } = alcove.deps.platform
  const deleting = await pool.connect()
  onTestFinished(() => deleting.release(true))
  await deleting.query('begin')
  await deleting.query(`delete from buckets where name = 'leaving'`)
  let saved = false
  const saving = put('watch', { bucket: 'leaving', events: ['created'] }).finally(() => (saved = true))
  const waits = async () =>
    (await pool.query(`select from pg_locks where not granted and locktype = 'transactionid'`)).rowCount! > 0
  await expect.poll(async () => saved || (await waits())).toBe(true)
  await deleting.query('commit')
  expect((await saving).status).toBe(400)
})

test('a trigger whose bucket is deleted is paused with the reason, and a new bucket of the name feeds it nothing', async () => {
  const made = () => alcove.api('PUT', '/spaces/shop/buckets/brief', {})
  const trigger = '/spaces/shop/functions/orphan/triggers/objects'
  await made()
  await alcove.deploy('shop', 'orphan', `export const handler = async () => null`)
  await put('orphan', { bucket: 'brief', events: ['created'] })
  expect((await alcove.api('DELETE', '/spaces/shop/buckets/brief')).status).toBe(204)
  expect((await alcove.api('GET', trigger)).body).toMatchObject({
    enabled: false,
    pausedBy: { reason: 'deleted', detail: 'The bucket brief was deleted' },
  })
  expect(await firings('orphan')).toMatchObject([{ outcome: 'skipped', detail: 'The bucket brief was deleted' }])
  expect((await put('orphan', { bucket: 'brief', events: ['created'] })).status).toBe(400)

  await made()
  expect((await write('new', 'x', 'brief')).status).toBe(201)
  expect(await firings('orphan')).toHaveLength(1)
  expect((await put('orphan', { bucket: 'brief', events: ['created'] })).body).toMatchObject({
    enabled: true,
    pausedBy: null,
  })
})

test('changes of objects are on the bus where a trigger listens', async () => {
  await alcove.deploy('shop', 'bus', `export const handler = async () => null`)
  await alcove.api('PUT', '/spaces/shop/functions/bus/triggers/objects', {
    type: 'event',
    config: { pattern: { type: ['alcove.object.created'], subject: ['bus.txt'] } },
  })
  await write('bus.txt')
  await expect.poll(() => firings('bus')).toHaveLength(1)
})
