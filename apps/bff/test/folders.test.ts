import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openZip } from '../../../packages/archive/src/index.ts'
import { openAlcove, type Alcove } from './alcove.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove()
  await alcove.api('POST', '/spaces', { name: 'media' })
  for (const bucket of ['photos', 'archive']) await alcove.api('PUT', `/spaces/media/buckets/${bucket}`, {})
  await alcove.deploy('media', 'seen', 'export const handler = async () => null')
  await alcove.api('PUT', '/spaces/media/functions/seen/triggers/raw', {
    type: 'bucket',
    config: { bucket: 'photos', events: ['created', 'removed'], prefix: 'raw/' },
  })
})
afterAll(() => alcove[Symbol.asyncDispose]())

const BUCKET = '/spaces/media/buckets/photos'
const write = (key: string, body = 'hello', headers: Record<string, string> = {}) =>
  alcove.raw('PUT', `${BUCKET}/objects/${key}`, body, headers)
const keys = async (bucket = 'photos', prefix = '') =>
  (await alcove.api('GET', `/spaces/media/buckets/${bucket}/objects?prefix=${prefix}&limit=1000`)).body.items.map(
    ({ key }: { key: string }) => key,
  )
const held = async (bucket = 'photos') => {
  const { objects, bytes } = (await alcove.api('GET', `/spaces/media/buckets/${bucket}`)).body
  return [objects, bytes]
}
const follow = (id: string) =>
  vi.waitFor(
    async () => {
      const { body } = await alcove.api('GET', `/spaces/media/background-actions/${id}`)
      expect(body.state).not.toBe('running')
      return body
    },
    { timeout: 60_000, interval: 50 },
  )

test('type and metadata change without the bytes, under a condition', async () => {
  await write('note.txt', 'hello', { 'content-type': 'text/plain', 'x-alcove-meta-of': 'me' })
  const patch = (body: object, headers = {}) => alcove.api('PATCH', `${BUCKET}/objects/note.txt`, body, headers)
  const before = (await patch({ metadata: { of: 'you', 'shot-by': 'Lin' } })).body
  expect(before).toMatchObject({ contentType: 'text/plain', metadata: { of: 'you', 'shot-by': 'Lin' }, bytes: 5 })
  const after = await patch({ contentType: 'text/markdown' }, { 'if-match': `"${before.etag}"` })
  expect(after.body).toEqual({ ...before, contentType: 'text/markdown' })
  expect((await patch({ contentType: 'text/html' }, { 'if-match': '"other"' })).status).toBe(412)
  expect((await patch({ contentType: 'text/html\nx' })).status).toBe(400)
  expect((await patch({ metadata: { Of: 'x' } })).status).toBe(400)
  expect((await patch({})).status).toBe(400)
  expect((await alcove.api('PATCH', `${BUCKET}/objects/never`, { metadata: {} })).status).toBe(404)
  await alcove.api('DELETE', `${BUCKET}/objects/note.txt`)
})

test('an object moves with type and metadata, also to another bucket, and takes no place by accident', async () => {
  await write('a.txt', 'one', { 'content-type': 'text/plain', 'x-alcove-meta-n': '1' })
  await write('b.txt', 'other')
  const move = (bucket: string, body: object, headers = {}) =>
    alcove.api('POST', `/spaces/media/buckets/${bucket}/moves`, body, headers)
  const unlessTaken = { 'if-none-match': '*' }
  const before = await held()
  expect((await move('photos', { from: 'a.txt', to: 'b.txt' }, unlessTaken)).status).toBe(412)
  expect((await move('photos', { from: 'never', to: 'c.txt' })).status).toBe(404)
  expect([await keys(), await held()]).toEqual([['a.txt', 'b.txt'], before])
  const renamed = await move('photos', { from: 'a.txt', to: 'x/a.txt' }, unlessTaken)
  expect(renamed).toMatchObject({ status: 201, body: { contentType: 'text/plain', metadata: { n: '1' }, bytes: 3 } })
  expect(await held()).toEqual(before)
  const across = await move('archive', { bucket: 'photos', from: 'x/a.txt', to: 'a.txt' })
  expect(across.status).toBe(201)
  expect([await keys(), await held(), await held('archive')]).toEqual([['b.txt'], [1, 5], [1, 3]])
  expect((await move('archive', { bucket: 'photos', from: 'b.txt', to: 'a.txt' })).status).toBe(200)
  expect([await held(), await held('archive')]).toEqual([
    [0, 0],
    [1, 5],
  ])
  const read = await alcove.raw('GET', '/spaces/media/buckets/archive/objects/a.txt')
  expect(await read.text()).toBe('other')
  // Where a quota is in the way, everything stays.
  await alcove.api('PUT', BUCKET, { quotaBytes: 2 ** 20 })
  await alcove.raw('PUT', '/spaces/media/buckets/archive/objects/large', Buffer.alloc(2 ** 20 + 1))
  expect((await move('photos', { bucket: 'archive', from: 'large', to: 'large' })).status).toBe(507)
  expect([await keys('archive'), await held()]).toEqual([
    ['a.txt', 'large'],
    [0, 0],
  ])
  await alcove.api('PUT', BUCKET, {})
})

test('folders and objects of a folder are counted apart, however much the folders hold', async () => {
  const names = ['mix/a.txt', 'mix/b.txt', 'mix/one/a', 'mix/one/b/c', 'mix/two/a', 'mix/zwei', 'mixed']
  for (const name of names) await write(name)
  const entries = async (prefix: string) =>
    (await alcove.api('GET', `${BUCKET}/size?prefix=${prefix}&delimiter=/`)).body.entries
  expect(await entries('mix/')).toEqual({ folders: 2, objects: 3, more: false })
  expect(await entries('mix')).toEqual({ folders: 1, objects: 1, more: false })
  expect(await entries('mix/one/')).toEqual({ folders: 1, objects: 1, more: false })
  expect(await entries('none/')).toEqual({ folders: 0, objects: 0, more: false })
  const id = (await alcove.api('GET', BUCKET)).body.id
  const { pool } = alcove.deps.platform
  await pool.query(
    `insert into objects (bucket_id, key, bytes, etag, content_type, metadata, pieces, updated_at)
     select $1, 'many/' || n || case when n = 1 then '' else '/x' end, 0, '', 'text/plain', '{}', '[]', now()
     from generate_series(1, 10001) n`,
    [id],
  )
  expect(await entries('many/')).toEqual({ folders: 9_999, objects: 1, more: true })
  await pool.query(`delete from objects where bucket_id = $1 and key ^@ 'many/'`, [id])
  await alcove.api('POST', `${BUCKET}/deletions`, { keys: names })
})

test('a folder is measured, moved and deleted in the background, and triggers see each object', async () => {
  const names = Array.from({ length: 60 }, (_, n) => `raw/${String(n).padStart(3, '0')}`)
  for (const name of names) await write(name)
  await write('done/007', 'was there')
  const size = async (prefix: string) => (await alcove.api('GET', `${BUCKET}/size?prefix=${prefix}`)).body
  expect(await size('raw/')).toMatchObject({ objects: 60, bytes: 300, more: false, updatedAt: expect.any(String) })
  expect(await size('none/')).toEqual({ objects: 0, bytes: 0, more: false, updatedAt: null })

  const moves = await alcove.api('POST', `${BUCKET}/folder-moves`, { from: 'raw/', to: 'done/' })
  expect(moves).toMatchObject({ status: 202, body: { kind: 'objects.move', total: 60 } })
  expect(await follow(moves.body.id)).toMatchObject({ state: 'done', done: 60, failed: 1 })
  expect(await keys('photos', 'raw/')).toEqual(['raw/007'])
  expect(await keys('photos', 'done/')).toHaveLength(60)
  expect(await held()).toEqual([61, 309])
  expect((await alcove.api('POST', `${BUCKET}/folder-moves`, { from: 'a/', to: 'a/b/' })).status).toBe(400)

  const deletion = await alcove.api('POST', `${BUCKET}/folder-deletions`, { prefix: '' })
  expect(await follow(deletion.body.id)).toMatchObject({ state: 'done', done: 61, failed: 0 })
  expect([await keys(), await held()]).toEqual([[], [0, 0]])
  // 60 written, 59 of them moved away, and the last one deleted.
  const path = '/spaces/media/functions/seen/triggers/raw/firings?limit=200'
  expect((await alcove.api('GET', path)).body.items).toHaveLength(120)
})

test('a folder comes as a zip, each object below it in a place of its own', async () => {
  const path = '/spaces/media/buckets/archive'
  const add = (key: string, body: string) =>
    alcove.raw('PUT', `${path}/objects/${key.split('/').map(encodeURIComponent).join('/')}`, body)
  const { id } = (await alcove.api('POST', `${path}/uploads`, { key: 'zip/in parts.bin' })).body
  for (const part of [1, 2, 3]) await alcove.raw('PUT', `${path}/uploads/${id}/parts/${part}`, `part ${part}, `)
  await alcove.api('POST', `${path}/uploads/${id}/complete`)
  await add('zip/empty.txt', '')
  await add('zip/ü/..\\..\\up', 'hostile')
  await add('zip//etc/passwd', 'absolute')
  await add('other.txt', 'not below it')

  const answer = await alcove.raw('GET', `${path}/archive?prefix=zip/`)
  expect(answer.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''zip.zip")
  const limits = { name: 'The zip', unpackedBytes: 2 ** 20, files: 10 }
  const files = await openZip(Buffer.from(await answer.arrayBuffer()), limits)
  const texts = [...files].map(async ([path, file]) => [path, (await file.content()).toString()] as const)
  expect(Object.fromEntries(await Promise.all(texts))).toEqual({
    '_/etc/passwd': 'absolute',
    'empty.txt': '',
    'in parts.bin': 'part 1, part 2, part 3, ',
    'ü/.._.._up': 'hostile',
  })
  expect((await alcove.raw('HEAD', `${path}/archive?prefix=zip/`)).status).toBe(200)
  expect(alcove.deps.budget.used).toBe(0)
  expect((await alcove.api('GET', `${path}/archive?prefix=none/`)).status).toBe(404)
})

test('a bucket knows what listens to it, and an object what it started', async () => {
  const triggers = (await alcove.api('GET', `${BUCKET}/triggers`)).body.items
  expect(triggers).toMatchObject([
    { function: 'seen', name: 'raw', enabled: true, config: { prefix: 'raw/' }, lastFiredAt: expect.any(String) },
  ])
  expect((await alcove.api('GET', '/spaces/media/buckets/archive/triggers')).body.items).toEqual([])
  await write('raw/now.jpg')
  await write('else.jpg')
  const firings = async (key: string) => (await alcove.api('GET', `${BUCKET}/firings?key=${key}`)).body.items
  expect(await firings('raw/now.jpg')).toMatchObject([
    { function: 'seen', trigger: 'raw', outcome: 'fired', detail: 'raw/now.jpg', taskId: expect.any(String) },
  ])
  expect(await firings('else.jpg')).toEqual([])
  expect((await alcove.api('GET', `${BUCKET}/firings?key=never`)).status).toBe(404)
})
