import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { StoredObject } from '@alcove/contract'
import { emptyTrash, expireObjects, sweepDiscarded, sweepLinks, sweepUploads } from '@alcove/platform'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'
import { ask, open } from './socket.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove()
  await alcove.api('POST', '/spaces', { name: 'media' })
  await alcove.api('POST', '/spaces', { name: 'other' })
  await alcove.api('PUT', '/spaces/media/buckets/photos', {})
})
afterAll(() => alcove[Symbol.asyncDispose]())

const BUCKET = '/spaces/media/buckets/photos'
const at = (key: string) => `${BUCKET}/objects/${key.split('/').map(encodeURIComponent).join('/')}`
const put = async (key: string, body: string | Uint8Array, headers: Record<string, string> = {}) => {
  const answer = await alcove.raw('PUT', at(key), body as Uint8Array<ArrayBuffer>, {
    'content-type': 'text/plain',
    ...headers,
  })
  return { status: answer.status, headers: answer.headers, body: await answer.json() }
}
const get = async (key: string, headers: Record<string, string> = {}) =>
  read(await alcove.raw('GET', at(key), undefined, headers))
/** Reads to the end: an unread body stays open. */
const read = async (answer: Response) => {
  const bytes = Buffer.from(await answer.arrayBuffer())
  return { status: answer.status, headers: answer.headers, bytes, text: bytes.toString() }
}
/** Names of what the store holds. */
/** Of the pieces that hold bytes: empty files are made ahead. */
const names = async () =>
  (await Array.fromAsync(alcove.deps.platform.objects.list())).filter(({ bytes }) => bytes > 0).map(({ name }) => name)
const stored = async () => (await names()).length

describe('a bucket', () => {
  test('is changed only as it was last seen, when the request says so', async () => {
    const path = '/spaces/seen/buckets/seen'
    await alcove.api('POST', '/spaces', { name: 'seen' })
    const save = (body: object, headers: Record<string, string>) => alcove.api('PUT', path, body, headers)
    expect((await save({}, { 'if-match': '"none"' })).status).toBe(412)
    const made = await save({}, { 'if-none-match': '*' })
    expect([made.status, made.headers.get('etag')]).toEqual([201, `"${made.body.etag}"`])
    expect((await save({ quotaBytes: 2 ** 30 }, { 'if-none-match': '*' })).status).toBe(412)

    // Objects are no change of the settings.
    await alcove.raw('PUT', `${path}/objects/a`, 'x')
    const opened = await alcove.api('GET', path)
    expect(opened.headers.get('etag')).toBe(made.headers.get('etag'))

    // Two tabs, each of which sends the other's field as it was.
    const seen = { 'if-match': opened.headers.get('etag')! }
    const quota = await save({ quotaBytes: 2 ** 21 }, seen)
    expect(quota).toMatchObject({ status: 200, body: { quotaBytes: 2 ** 21 } })
    const late = await save({ expiry: [{ prefix: 'tmp/', days: 3 }] }, seen)
    expect([late.status, late.headers.get('etag')]).toEqual([412, quota.headers.get('etag')])
    expect((await alcove.api('GET', path)).body).toMatchObject({ quotaBytes: 2 ** 21, expiry: [] })

    // At once, while objects are written: one wins.
    const latest = { 'if-match': quota.headers.get('etag')! }
    const [saves] = await Promise.all([
      Promise.all([1, 2, 3, 4].map((days) => save({ expiry: [{ days }] }, latest))),
      Promise.all([1, 2, 3, 4].map((n) => alcove.raw('PUT', `${path}/objects/${n}`, 'x'))),
    ])
    expect(saves.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412])
    expect((await alcove.api('GET', path)).body.objects).toBe(5)
    await alcove.api('POST', `${path}/deletions`, { keys: ['a', '1', '2', '3', '4'] })
    expect((await alcove.api('DELETE', path)).status).toBe(204)
  })

  test('is made, read, listed, changed and, when it is empty, deleted', async () => {
    const path = '/spaces/media/buckets/short'
    expect((await alcove.api('PUT', path, { quotaBytes: 2 ** 20 })).status).toBe(201)
    const changed = await alcove.api('PUT', path, { quotaBytes: 2 ** 21, expiry: [{ prefix: 'tmp/', days: 3 }] })
    expect(changed).toMatchObject({ status: 200, body: { quotaBytes: 2 ** 21, objects: 0, storage: 'disk' } })
    const listed = (await alcove.api('GET', '/spaces/media/buckets')).body.items
    expect(listed.map(({ name }: { name: string }) => name)).toEqual(['photos', 'short'])
    await alcove.raw('PUT', `${path}/objects/a`, 'x')
    const refused = await alcove.api('DELETE', path)
    expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining('holds an object') } })
    await alcove.api('DELETE', `${path}/objects/a`)
    expect((await alcove.api('DELETE', path)).status).toBe(204)
    expect((await alcove.api('GET', path)).status).toBe(404)
  })

  test('of another space is not there', async () => {
    for (const path of ['', '/objects', '/objects/a.txt', '/uploads/01999999-0000-7000-8000-000000000000']) {
      expect((await alcove.api('GET', `/spaces/other/buckets/photos${path}`)).status).toBe(404)
    }
    expect((await alcove.raw('PUT', '/spaces/other/buckets/photos/objects/a.txt', 'x')).status).toBe(404)
  })

  test('takes no more than its quota, nor than the space’s, and counts what it holds', async () => {
    await alcove.api('PUT', '/spaces/media/buckets/small', { quotaBytes: 2 ** 20 })
    const write = (key: string, bytes: number) =>
      alcove.raw('PUT', `/spaces/media/buckets/small/objects/${key}`, Buffer.alloc(bytes))
    expect((await write('a', 700_000)).status).toBe(201)
    expect((await write('b', 400_000)).status).toBe(507)
    // It fits when it replaces the stored object.
    expect((await write('a', 1_000_000)).status).toBe(200)
    const body = new ReadableStream({
      start(controller) {
        for (let at = 0; at < 20; at++) controller.enqueue(new Uint8Array(100_000))
        controller.close()
      },
    })
    // Its length is unknown.
    expect((await alcove.raw('PUT', '/spaces/media/buckets/small/objects/b', body)).status).toBe(507)
    const { body: bucket } = await alcove.api('GET', '/spaces/media/buckets/small')
    expect(bucket).toMatchObject({ objects: 1, bytes: 1_000_000 })
    await alcove.api('PATCH', '/spaces/other', { objectStorageMb: 16 })
    await alcove.api('PUT', '/spaces/other/buckets/large', {})
    const large = await alcove.raw('PUT', '/spaces/other/buckets/large/objects/a', Buffer.alloc(17 * 2 ** 20))
    expect(large.status).toBe(507)
    await alcove.api('DELETE', '/spaces/media/buckets/small/objects/a')
    // Those that fit are stored although others in the same transaction are refused.
    const crowd = await Promise.all(Array.from({ length: 12 }, (_, n) => write(`crowd/${n}`, 200_000)))
    expect(crowd.map(({ status }) => status).toSorted()).toEqual([...Array(5).fill(201), ...Array(7).fill(507)])
    const { body: filled } = await alcove.api('GET', '/spaces/media/buckets/small')
    expect(filled).toMatchObject({ objects: 5, bytes: 1_000_000 })
    await alcove.api('POST', '/spaces/media/buckets/small/deletions', { prefix: 'crowd/' })
    await alcove.api('DELETE', '/spaces/media/buckets/small')
  })
})

describe('an object', () => {
  test('is read as it was written, whole and in ranges, with type and metadata', async () => {
    const bytes = randomBytes(700_000)
    const made = await put('originals/mug.jpg', bytes, {
      'content-type': 'image/jpeg',
      'x-alcove-meta-sku': 'M%C3%BCG',
    })
    expect(made).toMatchObject({
      status: 201,
      body: {
        bytes: 700_000,
        contentType: 'image/jpeg',
        metadata: { sku: 'MüG' },
        updatedBy: 'key ALCOVE_ADMIN_API_KEY',
      },
    })
    const whole = await get('originals/mug.jpg')
    expect(whole.bytes.equals(bytes)).toBe(true)
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      etag: made.headers.get('etag'),
      'content-length': '700000',
      'content-type': 'image/jpeg',
      'x-alcove-meta-sku': 'M%C3%BCG',
      'content-disposition': "inline; filename*=UTF-8''mug.jpg",
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
    })
    const part = await get('originals/mug.jpg', { range: 'bytes=100-299' })
    expect(part.status).toBe(206)
    expect(part.headers.get('content-range')).toBe('bytes 100-299/700000')
    expect(part.bytes.equals(bytes.subarray(100, 300))).toBe(true)
    expect((await get('originals/mug.jpg', { range: 'bytes=700000-' })).status).toBe(416)
    const head = await alcove.raw('HEAD', at('originals/mug.jpg'))
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '700000', ''])
  })

  test('is written and read under conditions', async () => {
    const first = await put('cas', 'one', { 'if-none-match': '*' })
    expect(first.status).toBe(201)
    expect((await put('cas', 'two', { 'if-none-match': '*' })).status).toBe(412)
    const etag = first.headers.get('etag')!
    const second = await put('cas', 'two', { 'if-match': etag })
    expect(second.status).toBe(200)
    const refused = await put('cas', 'three', { 'if-match': etag })
    expect([refused.status, refused.headers.get('etag')]).toEqual([412, second.headers.get('etag')])
    expect((await put('never', 'x', { 'if-match': etag })).status).toBe(412)
    const now = second.headers.get('etag')!
    expect((await get('cas', { 'if-none-match': now })).status).toBe(304)
    expect((await get('cas', { 'if-match': etag })).status).toBe(412)
    const whole = await get('cas', { range: 'bytes=0-0', 'if-range': etag })
    expect([whole.status, whole.text]).toEqual([200, 'two'])
    expect((await alcove.raw('DELETE', at('cas'), undefined, { 'if-match': etag })).status).toBe(412)
    expect((await alcove.raw('DELETE', at('cas'), undefined, { 'if-match': now })).status).toBe(204)
    expect((await alcove.raw('DELETE', at('cas'))).status).toBe(204)
    expect((await get('cas')).status).toBe(404)
  })

  test('is won by exactly one of many simultaneous conditional writers', async () => {
    let etag = (await put('race', 'start')).headers.get('etag')!
    for (let round = 0; round < 16; round++) {
      const condition: Record<string, string> = round % 2 === 0 ? { 'if-match': etag } : { 'if-none-match': '*' }
      const answers = await Promise.all(
        Array.from({ length: 64 }, (_, writer) => put('race', `${round}.${writer}`, condition)),
      )
      const winners = answers.filter(({ status }) => status < 300)
      expect(answers.filter(({ status }) => status === 412)).toHaveLength(63)
      expect(winners).toHaveLength(1)
      etag = winners[0]!.headers.get('etag')!
      expect((await get('race')).headers.get('etag')).toBe(etag)
      if (round % 2 === 0) await alcove.raw('DELETE', at('race'))
    }
  })

  test('that could run in a browser is saved as a file and never runs', async () => {
    const active = {
      'evil.html': 'text/html',
      'evil.svg': 'image/svg+xml',
      'evil.xml': 'application/xml',
      'evil.js': 'text/javascript',
      'evil.pdf': 'application/pdf',
    }
    for (const [key, type] of Object.entries(active)) {
      await put(key, '<script>alert(1)</script>', { 'content-type': type })
      const { headers } = await get(key)
      expect(headers.get('content-disposition')).toMatch(/^attachment; /)
      expect(headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
    const loadedAs = async (dest: string) => (await get('evil.js', { 'sec-fetch-dest': dest })).status
    expect(await Promise.all(['document', 'empty', 'image'].map(loadedAs))).toEqual([200, 200, 200])
    expect(await Promise.all(['script', 'serviceworker', 'style'].map(loadedAs))).toEqual([403, 403, 403])
    expect((await put('x', 'x', { 'content-type': 'text/html\u0085x' })).status).toBe(400)
  })

  test.each([
    ['emoji', '🥐/über/файл.txt', 201],
    ['spaces, percent signs and question marks', 'a b/100%/what?#&+.txt', 201],
    ['1,024 bytes', 'é'.repeat(512), 201],
    ['1,026 bytes', 'é'.repeat(513), 400],
    ['NUL', 'a\u0000b', 400],
    ['a line break', 'a\nb', 400],
    ['a segment "..", its slashes encoded', 'a/../b', 400],
    ['empty segments', 'a//b', 201],
  ])('whose key has %s is kept as it is, or refused', async (_, key, status) => {
    const path = `${BUCKET}/objects/${encodeURIComponent(key)}`
    expect((await alcove.raw('PUT', path, 'x')).status).toBe(status)
    if (status !== 201) return
    const { items } = (await alcove.api('GET', `${BUCKET}/objects?prefix=${encodeURIComponent(key)}`)).body
    expect(items.map((item: { key: string }) => item.key)).toEqual([key])
    expect((await read(await alcove.raw('GET', path))).status).toBe(200)
  })

  test.each([
    ['/a/../../stolen', 404],
    ['/a/../b', 400],
    ['/a/%2e%2e/b', 400],
    ['/%ff', 400],
    ['/a%2f..%2fb', 400],
  ])('has no key %s on the wire', async (path, status) => {
    const { hostname, port } = new URL(alcove.origin)
    const socket = connect({ host: hostname, port: Number(port) })
    socket.end(
      `PUT /api/v1${BUCKET}/objects${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: close\r\n` +
        `Authorization: Bearer alc_test_0123456789abcdef0123456789abcdef\r\nContent-Length: 1\r\n\r\nx`,
    )
    expect(await text(socket)).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  })

  test.each(['Content-Length: 6000000000', 'Content-Length: 6000000000\r\nExpect: 100-continue'])(
    'of more than 5 GiB is refused as soon as it is announced: %j',
    async (header) => {
      const head = [
        `PUT /api/v1${at('huge')} HTTP/1.1`,
        'Host: localhost',
        'Authorization: Bearer alc_test_0123456789abcdef0123456789abcdef',
        header,
      ]
      const reply = await ask(alcove.origin, `${head.join('\r\n')}\r\n\r\n`)
      expect([reply.status, JSON.parse(reply.body).code]).toEqual([413, 'PayloadTooLarge'])
    },
  )

  test.each([
    ['Content-Range', 'bytes 0-2/10', 400],
    ['Content-Encoding', 'gzip', 415],
  ])('is not written with %s: %s', async (name, value, status) => {
    await put('ranged', '0123456789')
    expect((await put('ranged', 'abc', { [name]: value })).status).toBe(status)
    expect((await get('ranged')).text).toBe('0123456789')
    const { id } = (await alcove.api('POST', `${BUCKET}/uploads`, { key: 'ranged' })).body
    expect((await alcove.raw('PUT', `${BUCKET}/uploads/${id}/parts/1`, 'abc', { [name]: value })).status).toBe(status)
  })

  test('is not written under a condition that says nothing, or only a date', async () => {
    const { etag } = (await put('dated', 'old')).body as StoredObject
    for (const header of ['if-match', 'if-none-match']) {
      expect((await put('dated', 'new', { [header]: '' })).status).toBe(400)
    }
    const [past, future] = [new Date(0), new Date(Date.now() + 60_000)].map((date) => date.toUTCString())
    expect((await put('dated', 'new', { 'if-unmodified-since': future! })).status).toBe(400)
    expect((await get('dated', { 'if-unmodified-since': past! })).status).toBe(412)
    expect((await get('dated', { 'if-unmodified-since': past!, 'if-match': `"${etag}"` })).status).toBe(200)
    expect((await get('dated', { 'if-unmodified-since': future! })).text).toBe('old')
  })

  test('has metadata that every client can read', async () => {
    expect((await put('described', 'x', { 'x-alcove-meta-name': 'M\u00fcg' })).status).toBe(400)
    const names = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`n${at}`, 'v']))
    await put('described', 'x')
    expect((await alcove.api('PATCH', at('described'), { metadata: names(64) })).status).toBe(200)
    expect((await alcove.api('PATCH', at('described'), { metadata: names(65) })).status).toBe(400)
  })

  test('that is refused while it arrives leaves its connection to the next request', async () => {
    await alcove.api('PUT', '/spaces/media/buckets/tiny', { quotaBytes: 2 ** 20 })
    const head = (method: string, path: string, more = '') =>
      `${method} /api/v1${path} HTTP/1.1\r\nHost: localhost\r\n` +
      `Authorization: Bearer alc_test_0123456789abcdef0123456789abcdef\r\n${more}\r\n`
    const body = `180000\r\n${'x'.repeat(0x180000)}\r\n0\r\n\r\n`
    const socket = await open(alcove.origin)
    const answers = text(socket)
    socket.write(head('PUT', '/spaces/media/buckets/tiny/objects/large', 'Transfer-Encoding: chunked\r\n') + body)
    socket.write(head('GET', '/spaces/media/buckets/tiny', 'Connection: close\r\n'))
    expect((await answers).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 507', 'HTTP/1.1 200'])
  })

  test.each(['an object', 'a part'])('is not stored when the client sends only a piece of %s', async (what) => {
    const upload = (await alcove.api('POST', `${BUCKET}/uploads`, { key: 'half' })).body.id
    const path = what === 'an object' ? at('half') : `${BUCKET}/uploads/${upload}/parts/1`
    const { bytes } = (await alcove.api('GET', BUCKET)).body
    // Pieces of other tests may be swept meanwhile.
    const before = new Set(await names())
    const added = async () => (await names()).filter((name) => !before.has(name)).length
    const socket = await open(alcove.origin)
    const head = [
      `PUT /api/v1${path} HTTP/1.1`,
      'Host: localhost',
      'Authorization: Bearer alc_test_0123456789abcdef0123456789abcdef',
      'Content-Length: 2000000',
    ]
    socket.write(`${head.join('\r\n')}\r\n\r\n${'x'.repeat(1_000_000)}`)
    await expect.poll(added).toBe(1)
    socket.destroySoon()
    await once(socket, 'close')
    await expect.poll(added).toBe(0)
    await expect.poll(() => alcove.deps.budget.used).toBe(0)
    expect((await get('half')).status).toBe(404)
    expect((await alcove.api('GET', `${BUCKET}/uploads/${upload}`)).body.parts).toEqual([])
    expect((await alcove.api('DELETE', `${BUCKET}/uploads/${upload}`)).status).toBe(204)
    expect((await alcove.api('GET', BUCKET)).body.bytes).toBe(bytes)
  })

  test('is copied, also from another bucket, and keeps its type and metadata', async () => {
    await put('source', 'copied', { 'x-alcove-meta-of': 'me' })
    const copied = await alcove.api('POST', `${BUCKET}/copies`, { from: 'source', to: 'copies/one' })
    expect(copied).toMatchObject({ status: 201, body: { key: 'copies/one', metadata: { of: 'me' }, bytes: 6 } })
    expect((await get('copies/one')).text).toBe('copied')
    await alcove.api('PUT', '/spaces/media/buckets/second', {})
    const across = await alcove.api('POST', '/spaces/media/buckets/second/copies', {
      bucket: 'photos',
      from: 'source',
      to: 'source',
    })
    expect(across.status).toBe(201)
    await alcove.api('POST', '/spaces/media/buckets/second/deletions', { prefix: 'sou' })
    expect((await alcove.api('DELETE', '/spaces/media/buckets/second')).status).toBe(204)
  })

  test('whose copy is refused is left closed', async () => {
    await put('copy/closed', 'original')
    const { objects } = alcove.deps.platform
    const opened: Readable[] = []
    const get = objects.get
    objects.get = async (...args) => {
      const stream = await get(...args)
      opened.push(stream)
      return stream
    }
    try {
      const copy = (bucket: string, headers = {}) =>
        alcove.api(
          'POST',
          `/spaces/media/buckets/${bucket}/copies`,
          { bucket: 'photos', from: 'copy/closed', to: 'x' },
          headers,
        )
      expect((await copy('photos', { 'if-match': '"other"' })).status).toBe(412)
      expect((await copy('absent')).status).toBe(404)
    } finally {
      objects.get = get
    }
    expect(opened.map(({ destroyed }) => destroyed)).toEqual([true, true])
  })

  test('whose bytes cannot be removed does not block others', async () => {
    const { platform } = alcove.deps
    for (const key of ['swept/1', 'swept/2']) {
      await put(key, key)
      await alcove.raw('DELETE', at(key))
    }
    let refused: string | undefined
    const objects = {
      ...platform.objects,
      delete: async (name: string) => {
        refused ??= name
        if (name === refused) throw Object.assign(new Error('EIO'), { code: 'EIO' })
        await platform.objects.delete(name)
      },
    }
    const after = (minutes: number) => ({ now: () => Date.now() + minutes * 60_000 })
    const before = await stored()
    await sweepDiscarded({ ...platform, objects, clock: after(1) })
    expect(await stored()).toBeLessThan(before)
    expect(await sweepDiscarded({ ...platform, clock: after(2) })).toBe(0)
    expect(await sweepDiscarded({ ...platform, clock: after(62) })).toBe(1)
  })

  test('that is overwritten, removed or never completed leaves no bytes behind', async () => {
    await put('swept', 'one')
    await put('swept', 'two')
    await alcove.raw('DELETE', at('swept'))
    await put('swept', 'three', { 'if-match': '"other"' })
    const { platform } = alcove.deps
    const later = { ...platform, clock: { now: () => Date.now() + 60_000 } }
    await sweepDiscarded(later)
    const { objects } = (await alcove.api('GET', BUCKET)).body
    expect(await stored()).toBe(objects)
  })
})

test('a list pages through folders and objects in order, each once', async () => {
  const keys = ['list/a.txt', 'list/b/1', 'list/b/2', 'list/b.txt', 'list/c/d/e', 'list/ü/1', 'list/z']
  for (const key of keys) await put(key, key)
  const pages = async (query: string) => {
    const found: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await alcove.api(
        'GET',
        `${BUCKET}/objects?${query}&cursor=${encodeURIComponent(cursor)}`.replace(/&cursor=$/, ''),
      )
      found.push(...page.body.prefixes, ...page.body.items.map(({ key }: { key: string }) => key))
      cursor = page.body.nextCursor
    }
    return found
  }
  const byBytes = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  expect(await pages('prefix=list/&limit=2')).toEqual(byBytes)
  const folders = ['list/a.txt', 'list/b.txt', 'list/b/', 'list/c/', 'list/z', 'list/ü/']
  for (const limit of [1, 2, 3, 100]) {
    expect((await pages(`prefix=list/&delimiter=/&limit=${limit}`)).toSorted()).toEqual(folders.toSorted())
  }
  expect(await pages('prefix=list/b&delimiter=/')).toEqual(['list/b/', 'list/b.txt'])
  expect((await alcove.api('GET', `${BUCKET}/objects?cursor=nonsense`)).status).toBe(400)
  // A character of two UTF-16 units is one to PostgreSQL.
  await put('📁📁/a/b', 'x')
  expect(await pages(`prefix=${encodeURIComponent('📁📁/')}&delimiter=/`)).toEqual(['📁📁/a/'])
  // Would sort where a list continues after a folder, and the list would never end.
  expect((await put('list/b/\u{10ffff}', 'x')).status).toBe(400)
})

describe('an upload in parts', () => {
  test('becomes an object whose ranges cross parts, and can be resumed', async () => {
    const { body: upload } = await alcove.api('POST', `${BUCKET}/uploads`, { key: 'big.bin', contentType: 'video/mp4' })
    const path = `${BUCKET}/uploads/${upload.id}`
    const parts = [randomBytes(300_000), randomBytes(200_000), randomBytes(7)]
    const send = (number: number, bytes: Uint8Array) =>
      alcove.raw('PUT', `${path}/parts/${number}`, bytes as Uint8Array<ArrayBuffer>)
    await send(3, parts[2]!)
    await send(1, parts[1]!)
    expect((await send(1, parts[0]!)).status).toBe(200)
    expect((await alcove.api('POST', `${path}/complete`)).body.detail).toContain('Part 2')
    expect((await alcove.api('GET', path)).body.parts).toMatchObject([
      { number: 1, bytes: 300_000 },
      { number: 3, bytes: 7 },
    ])
    await send(2, parts[1]!)
    const complete = await alcove.api('POST', `${path}/complete`)
    expect(complete).toMatchObject({ status: 200, body: { bytes: 500_007, contentType: 'video/mp4' } })
    expect(complete.body.etag).toMatch(/^[0-9a-f]{32}-3$/)
    const whole = Buffer.concat(parts)
    expect((await get('big.bin')).bytes.equals(whole)).toBe(true)
    const across = await get('big.bin', { range: 'bytes=299990-500002' })
    expect(across.bytes.equals(whole.subarray(299_990, 500_003))).toBe(true)
    expect((await alcove.api('GET', path)).status).toBe(404)
  })

  test('has a type that a header can carry', async () => {
    const upload = (contentType: string) => alcove.api('POST', `${BUCKET}/uploads`, { key: 'typed', contentType })
    expect((await upload('text/plain ;\tcharset=utf-8')).status).toBe(201)
    expect((await upload('text/plain\n;charset=utf-8')).status).toBe(400)
    expect((await upload('text/plain\u2028;charset=utf-8')).status).toBe(400)
  })

  test('that is ended by time waits for other changes of its space, and stays when a part comes', async () => {
    const { platform } = alcove.deps
    const { body: upload } = await alcove.api('POST', `${BUCKET}/uploads`, { key: 'late' })
    const client = await platform.pool.connect()
    try {
      await client.query('begin')
      await client.query("select from spaces where name = 'media' for no key update")
      const sweeping = sweepUploads({ ...platform, clock: { now: () => Date.now() + 25 * 3600_000 } })
      const waiting = () =>
        platform.pool.query(
          "select from pg_stat_activity where wait_event_type = 'Lock' and query like 'select from spaces where id%'",
        )
      await expect.poll(async () => (await waiting()).rowCount).toBe(1)
      await client.query("update uploads set expires_at = now() + interval '2 days' where id = $1", [upload.id])
      await client.query('commit')
      await sweeping
    } finally {
      client.release()
    }
    expect((await alcove.api('GET', `${BUCKET}/uploads/${upload.id}`)).status).toBe(200)
  })

  test('is ended by its maker or by time, and counts in the bucket until then', async () => {
    const before = (await alcove.api('GET', BUCKET)).body.bytes
    for (const end of ['abort', 'time']) {
      const { body: upload } = await alcove.api('POST', `${BUCKET}/uploads`, { key: 'never' })
      await alcove.raw('PUT', `${BUCKET}/uploads/${upload.id}/parts/1`, Buffer.alloc(1000))
      expect((await alcove.api('GET', BUCKET)).body.bytes).toBe(before + 1000)
      if (end === 'abort') await alcove.api('DELETE', `${BUCKET}/uploads/${upload.id}`)
      else await sweepUploads({ ...alcove.deps.platform, clock: { now: () => Date.now() + 25 * 3600_000 } })
      expect((await alcove.api('GET', BUCKET)).body.bytes).toBe(before)
      expect((await alcove.raw('PUT', `${BUCKET}/uploads/${upload.id}/parts/2`, 'x')).status).toBe(404)
    }
  })
})

describe('a link', () => {
  const link = async (body: object) => (await alcove.api('POST', `${BUCKET}/links`, body)).body.url as string
  const follow = async (url: string, init?: RequestInit) => read(await alcove.app.request(url, init))

  test('reads or writes its one object, by its one method, without a key', async () => {
    await put('shared/ä b.txt', 'shared')
    const address = await link({ key: 'shared/ä b.txt' })
    expect((await follow(address)).text).toBe('shared')
    expect((await follow(address, { method: 'PUT', body: 'x' })).status).toBe(403)
    expect((await follow(address.replace('shared', 'other'))).status).toBe(403)
    expect((await follow(address.slice(0, -10))).status).toBe(403)
    const write = await link({ key: 'shared/in.txt', method: 'PUT', expiresInSeconds: 60 })
    const signature = new URL(write).searchParams.get('signature')!
    expect((await follow(address.replace(/signature=\w+/, `signature=${signature}`))).status).toBe(403)
    expect((await follow(write, { method: 'PUT', body: 'written' })).status).toBe(201)
    expect((await get('shared/in.txt')).text).toBe('written')
    expect((await follow(write)).status).toBe(403)
  })

  test('ends when it expires, and with the key that made it', async () => {
    const { body: key } = await alcove.api('POST', '/keys', {
      name: 'reader',
      spaces: ['media'],
      actions: ['buckets:read'],
    })
    const as = { authorization: `Bearer ${key.key}` }
    await put('shared/mine', 'x')
    const answer = await alcove.api('POST', `${BUCKET}/links`, { key: 'shared/mine' }, as)
    expect((await follow(answer.body.url)).status).toBe(200)
    const refused = await alcove.api('POST', `${BUCKET}/links`, { key: 'shared/mine', method: 'PUT' }, as)
    expect(refused.status).toBe(403)
    await alcove.api('DELETE', `/keys/${key.id}`)
    expect((await follow(answer.body.url)).status).toBe(403)
    const { clock } = alcove.deps.platform
    const short = await link({ key: 'shared/mine', expiresInSeconds: 1 })
    const now = clock.now
    clock.now = () => Date.now() + 2_000
    try {
      expect((await follow(short)).status).toBe(403)
    } finally {
      clock.now = now
    }
  })

  test('is for its bucket, and for no later one of the same name', async () => {
    const path = '/spaces/media/buckets/renewed'
    const make = async () => {
      await alcove.api('PUT', path, {})
      await alcove.raw('PUT', `${path}/objects/a`, 'x')
      return (await alcove.api('POST', `${path}/links`, { key: 'a' })).body.url as string
    }
    const old = await make()
    await alcove.api('DELETE', `${path}/objects/a`)
    await alcove.api('DELETE', path)
    const now = await make()
    expect([(await follow(old)).status, (await follow(now)).status]).toEqual([403, 200])
  })
})

test.each([
  ['deletions', { keys: Array<string>(1001).fill('a') }, 'Send either up to 1,000 keys, or the prefix of a folder'],
  ['deletions', {}, 'Send either up to 1,000 keys, or the prefix of a folder'],
  ['folder-moves', { from: 'a/', to: 'b/../' }, 'to: No part of a key between slashes may be "." or ".."'],
])('a request for %s that asks nothing possible says so', async (path, body, detail) => {
  expect((await alcove.api('POST', `${BUCKET}/${path}`, body)).body).toMatchObject({ status: 400, detail })
})

describe('links of a bucket', () => {
  const links = `${BUCKET}/links`
  const follow = async (url: string, init?: RequestInit) => read(await alcove.app.request(url, init))
  const make = async (body: object, as?: Record<string, string>) => (await alcove.api('POST', links, body, as)).body
  const listed = async (key: string, as?: Record<string, string>) =>
    (await alcove.api('GET', `${links}?key=${key}`, undefined, as)).body.items
  const reader = async (name: string) => {
    const wish = { name, spaces: ['media'], actions: ['buckets:read'] }
    const { body: key } = await alcove.api('POST', '/keys', wish)
    return { authorization: `Bearer ${key.key}` }
  }

  test('are listed with their uses, and with an address for their maker alone', async () => {
    await put('listed/a', 'a')
    const first = await make({ key: 'listed/a' })
    const second = await make({ key: 'listed/a', method: 'PUT' })
    await make({ key: 'listed/b' })
    await Promise.all(Array.from({ length: 20 }, () => follow(first.url)))
    await follow(first.url, { method: 'PUT', body: 'refused' })
    await expect.poll(async () => (await listed('listed/a'))[1].uses).toBe(20)
    const [newest, oldest] = await listed('listed/a')
    expect(newest).toEqual(second)
    expect(oldest).toEqual({ ...first, uses: 20, lastUsedAt: expect.any(String) })
    const { body: page } = await alcove.api('GET', `${links}?limit=1`)
    expect(page.items[0].key).toBe('listed/b')
    const { body: next } = await alcove.api('GET', `${links}?limit=1&cursor=${page.nextCursor}`)
    expect(next.items[0].id).toBe(second.id)
    const theirs = await listed('listed/a', await reader('lister'))
    expect(theirs.map(({ url }: { url: unknown }) => url)).toEqual([null, null])
  })

  test('are revoked by their maker, or by who may write, and end at once', async () => {
    const size = 4 * 2 ** 20
    await put('revoked/a', randomBytes(size))
    const [me, other] = [await reader('maker'), await reader('other')]
    const mine = await make({ key: 'revoked/a' }, me)
    const download = (await alcove.app.request(mine.url)).body!.getReader()
    await download.read()
    expect((await alcove.api('DELETE', `${links}/${mine.id}`, undefined, other)).status).toBe(403)
    expect((await alcove.api('DELETE', `/spaces/other/buckets/none/links/${mine.id}`)).status).toBe(404)
    expect((await follow(mine.url)).status).toBe(200)
    expect((await alcove.api('DELETE', `${links}/${mine.id}`, undefined, me)).status).toBe(204)
    const refused = await follow(mine.url)
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('The link was revoked')])
    const rest = async () => {
      for (;;) if ((await download.read()).done) return
    }
    await expect(rest()).rejects.toThrow('lost the right')
    const { revokedAt } = (await listed('revoked/a'))[0]
    expect(revokedAt).not.toBeNull()
    expect((await alcove.api('DELETE', `${links}/${mine.id}`)).status).toBe(204)
    expect((await listed('revoked/a'))[0].revokedAt).toBe(revokedAt)
  })

  test('leave the list a week after they have expired', async () => {
    await make({ key: 'swept/a', expiresInSeconds: 60 })
    const after = (days: number) => ({
      ...alcove.deps.platform,
      clock: { now: () => Date.now() + days * 86_400_000 },
    })
    await sweepLinks(after(6))
    expect(await listed('swept/a')).toHaveLength(1)
    await sweepLinks(after(8))
    expect(await listed('swept/a')).toEqual([])
  })
})

test('a download ends with the rights of its reader', async () => {
  await put('long.bin', randomBytes(4 * 2 ** 20))
  const wish = { name: 'reader', spaces: ['media'], actions: ['buckets:read'] }
  const { body: key } = await alcove.api('POST', '/keys', wish)
  const answer = await alcove.raw('GET', at('long.bin'), undefined, { authorization: `Bearer ${key.key}` })
  const reader = answer.body!.getReader()
  expect((await reader.read()).done).toBe(false)
  await alcove.api('DELETE', `/keys/${key.id}`)
  await expect(reader.read()).rejects.toThrow('lost the right')
})

test('writers that wait for their space leave the connections of the database to others', async () => {
  const { pool } = alcove.deps.platform
  const client = await pool.connect()
  await client.query('begin')
  await client.query(`select from spaces where name = 'media' for update`)
  const writes = Array.from({ length: 60 }, (_, n) => put(`crowd/${n}`, 'x'))
  const waiting = async () => {
    const { rows } = await client.query(
      `select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    return rows[0].count
  }
  await expect.poll(waiting).toBe(2)
  expect((await alcove.api('GET', '/spaces/other/buckets')).status).toBe(200)
  expect(await waiting()).toBe(2)
  await client.query('rollback')
  client.release()
  expect(new Set((await Promise.all(writes)).map(({ status }) => status))).toEqual(new Set([201]))
})

test('objects expire by the rules of their bucket', async () => {
  await alcove.api('PUT', '/spaces/media/buckets/passing', { expiry: [{ prefix: 'raw/', days: 30 }] })
  for (const key of ['raw/a', 'raw/b', 'kept'])
    await alcove.raw('PUT', `/spaces/media/buckets/passing/objects/${key}`, 'x')
  const on = (days: number) => ({ ...alcove.deps.platform, clock: { now: () => Date.now() + days * 86_400_000 } })
  expect(await expireObjects(on(29))).toBe(0)
  expect(await expireObjects(on(31))).toBe(2)
  const { items } = (await alcove.api('GET', '/spaces/media/buckets/passing/objects')).body
  expect(items.map(({ key }: { key: string }) => key)).toEqual(['kept'])
})

test('a large object passes through, both ways, over a real connection', async () => {
  const chunk = randomBytes(2 ** 20)
  const hash = createHash('sha256')
  const body = new ReadableStream({
    async pull(controller) {
      for (let at = 0; at < 64; at++) {
        hash.update(chunk)
        controller.enqueue(chunk)
      }
      controller.close()
    },
  })
  const auth = { authorization: 'Bearer alc_test_0123456789abcdef0123456789abcdef' }
  const url = `${alcove.origin}/api/v1${at('large.bin')}`
  const made = await fetch(url, { method: 'PUT', body, headers: auth, duplex: 'half' } as RequestInit)
  expect(made.status).toBe(201)
  const back = createHash('sha256')
  const answer = await fetch(url, { headers: auth })
  for await (const piece of answer.body!) back.update(piece)
  expect(back.digest('hex')).toBe(hash.digest('hex'))
})

test('everything in a space is deleted with it, once it leaves the trash', async () => {
  await alcove.api('POST', '/spaces', { name: 'gone' })
  await alcove.api('PUT', '/spaces/gone/buckets/things', {})
  await alcove.raw('PUT', '/spaces/gone/buckets/things/objects/a', 'x')
  const before = await stored()
  expect((await alcove.api('DELETE', '/spaces/gone')).status).toBe(204)
  const later = { ...alcove.deps.platform, clock: { now: () => Date.now() + 365 * 86_400_000 } }
  await emptyTrash(later)
  await sweepDiscarded(later)
  expect(await stored()).toBeLessThan(before)
})
