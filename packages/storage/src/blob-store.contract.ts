import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { BlobMissing, type BlobStore } from './blob-store.ts'

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function listed(store: BlobStore): Promise<Map<string, { writtenAt: number; bytes: number }>> {
  const found = new Map<string, { writtenAt: number; bytes: number }>()
  for await (const { hash, ...rest } of store.list()) found.set(hash, rest)
  return found
}

/** What every driver must do. `open` answers an empty store. */
export function blobStoreContract(open: () => Promise<BlobStore>): void {
  test('put() answers the SHA-256 of the bytes, and get() gives them back', async () => {
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

  test('a name that is no hash is absent, whatever path it spells', async () => {
    const store = await open()
    for (const name of ['', '../secret', '/etc/passwd', 'ab', `${'a'.repeat(63)}/`, 'A'.repeat(64)]) {
      await expect(store.get(name)).rejects.toThrow(BlobMissing)
      expect(await store.has(name)).toBe(false)
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

  test('delete() removes a blob and is content if there is none', async () => {
    const store = await open()
    const hash = await store.put(Buffer.from('gone'))
    await store.delete(hash)
    await store.delete(hash)
    expect(await store.has(hash)).toBe(false)
    expect(await listed(store)).toHaveLength(0)
  })
}
