import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { BlobDamaged, BlobMissing, type BlobStore } from './blob-store.ts'

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function listed(store: BlobStore): Promise<Map<string, { writtenAt: number; bytes: number }>> {
  const found = new Map<string, { writtenAt: number; bytes: number }>()
  for await (const { hash, ...rest } of store.list()) found.set(hash, rest)
  return found
}

interface Opened {
  store: BlobStore
  /** Overwrites the bytes stored under this hash, bypassing the store. */
  tamper(hash: string, bytes: Uint8Array): Promise<void>
}

/** The contract of every driver. `openStore` returns an empty store. */
export function blobStoreContract(openStore: () => Promise<Opened>): void {
  const open = async () => (await openStore()).store

  test('put() returns the SHA-256 of the bytes, and get() returns them', async () => {
    const store = await open()
    const bytes = Buffer.from([0, 255, 10, 13, 0])
    const hash = await store.put(bytes)
    expect(hash).toBe(hashOf(bytes))
    expect(await store.get(hash)).toEqual(bytes)
    expect(await store.has(hash)).toBe(true)
  })

  test('an empty blob is a blob', async () => {
    const store = await open()
    const hash = await store.put(new Uint8Array())
    expect(await store.get(hash)).toHaveLength(0)
  })

  test('get() throws BlobMissing, and has() is false, for a hash that was never put', async () => {
    const store = await open()
    await expect(store.get(hashOf(Buffer.from('absent')))).rejects.toThrow(BlobMissing)
    expect(await store.has(hashOf(Buffer.from('absent')))).toBe(false)
  })

  test('a name that is not a hash is absent, whatever path it spells', async () => {
    const store = await open()
    for (const name of ['', '../secret', '/etc/passwd', 'ab', `${'a'.repeat(63)}/`, 'A'.repeat(64)]) {
      await expect(store.get(name)).rejects.toThrow(BlobMissing)
      expect(await store.has(name)).toBe(false)
      expect(await store.check(name)).toBe('missing')
      await store.delete(name)
    }
  })

  test('twenty equal puts at once leave one whole blob', async () => {
    const store = await open()
    const bytes = Buffer.alloc(300_000, 'x')
    const hashes = await Promise.all(Array.from({ length: 20 }, () => store.put(bytes)))
    expect(new Set(hashes)).toEqual(new Set([hashOf(bytes)]))
    expect(await listed(store)).toHaveLength(1)
    expect(await store.get(hashes[0]!)).toEqual(bytes)
  })

  test('list() names every blob with its size and the time of its last put', async () => {
    const store = await open()
    const before = Date.now() - 1_000
    const hashes = await Promise.all(['a', 'bb', 'ccc'].map((text) => store.put(Buffer.from(text))))
    const found = await listed(store)
    expect([...found.keys()].sort()).toEqual(hashes.toSorted())
    expect(hashes.map((hash) => found.get(hash)!.bytes)).toEqual([1, 2, 3])
    for (const { writtenAt } of found.values()) expect(writtenAt).toBeGreaterThan(before)
  })

  test('strays() finds nothing among blobs', async () => {
    const store = await open()
    await store.put(Buffer.from('a blob'))
    for await (const stray of store.strays()) expect.fail(stray)
  })

  test('delete() removes a blob and succeeds if there is none', async () => {
    const store = await open()
    const hash = await store.put(Buffer.from('gone'))
    await store.delete(hash)
    await store.delete(hash)
    expect(await store.has(hash)).toBe(false)
    expect(await listed(store)).toHaveLength(0)
  })

  const CONTENT = Buffer.alloc(3_000_000, 'content')
  test.each([
    ['one byte differs', Buffer.concat([CONTENT.subarray(0, -1), Buffer.from('?')])],
    ['the end is missing', CONTENT.subarray(0, 2_000_000)],
    ['something follows', Buffer.concat([CONTENT, Buffer.from('more')])],
    ['nothing is left', Buffer.alloc(0)],
  ])('a blob of which %s is never given back, and the next put of its content heals it', async (_, bytes) => {
    const { store, tamper } = await openStore()
    const hash = await store.put(CONTENT)
    expect(await store.check(hash)).toBe('whole')
    await tamper(hash, bytes)
    await expect(store.get(hash)).rejects.toThrow(BlobDamaged)
    expect(await store.check(hash)).toBe('damaged')
    expect(await store.put(CONTENT)).toBe(hash)
    expect(await store.check(hash)).toBe('whole')
    expect(await store.get(hash)).toEqual(CONTENT)
  })

  test('a blob that was lost is missing until it is put again', async () => {
    const store = await open()
    const hash = await store.put(CONTENT)
    await store.delete(hash)
    expect(await store.check(hash)).toBe('missing')
    await store.put(CONTENT)
    expect(await store.get(hash)).toEqual(CONTENT)
  })

  test('twenty puts at once heal a damaged blob once for all', async () => {
    const { store, tamper } = await openStore()
    const hash = await store.put(CONTENT)
    await tamper(hash, Buffer.from('bad'))
    await Promise.all(Array.from({ length: 20 }, () => store.put(CONTENT)))
    expect(await store.get(hash)).toEqual(CONTENT)
    expect(await listed(store)).toHaveLength(1)
  })
}
