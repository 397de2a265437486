import { randomBytes, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { ObjectMissing, type ObjectStore } from './object-store.ts'

/** The contract of every driver. `openStore` returns an empty store. */
export function objectStoreContract(openStore: () => Promise<ObjectStore>): void {
  const bodyOf = (...chunks: Uint8Array[]) => Readable.from(chunks)
  const read = async (store: ObjectStore, name: string, range?: { start: number; end: number }) =>
    buffer(await store.get(name, range))
  const names = async (store: ObjectStore) => (await Array.fromAsync(store.list())).map(({ name }) => name).toSorted()

  test('put() stores a stream and returns its length, and get() streams it back', async () => {
    const store = await openStore()
    const name = randomUUID()
    const chunks = [Buffer.from([0, 255, 10]), Buffer.from('and more'), Buffer.alloc(70_000, 'x')]
    expect(await store.put(name, bodyOf(...chunks))).toBe(70_011)
    expect(await read(store, name)).toEqual(Buffer.concat(chunks))
    expect(await Array.fromAsync(store.list())).toEqual([{ name, bytes: 70_011 }])
  })

  test('a prepared name is stored, read and deleted like any other', async () => {
    const store = await openStore()
    const [first, second, unused] = ['aa', 'aa', 'bb'].map((end) => randomUUID().slice(0, -2) + end) as [
      string,
      string,
      string,
    ]
    await store.prepare([first, second, unused])
    expect(await store.put(first, bodyOf(Buffer.from('one')))).toBe(3)
    expect(await read(store, first)).toEqual(Buffer.from('one'))
    async function* broken() {
      yield Buffer.from('half')
      throw new Error('The client went away')
    }
    await expect(store.put(second, broken())).rejects.toThrow('The client went away')
    await store.delete(unused)
    expect(await names(store)).toEqual([first])
  })

  test('an empty object is an object', async () => {
    const store = await openStore()
    const name = randomUUID()
    expect(await store.put(name, bodyOf())).toBe(0)
    expect(await read(store, name)).toHaveLength(0)
  })

  test.each([1, 4095, 4096, 4097, 512 * 1024 - 1, 512 * 1024, 512 * 1024 + 1, 2 ** 20])(
    'an object of %i bytes is stored to the byte',
    async (size) => {
      const store = await openStore()
      const name = randomUUID()
      const bytes = randomBytes(size)
      expect(await store.put(name, bodyOf(bytes))).toBe(size)
      expect((await read(store, name)).equals(bytes)).toBe(true)
      expect(await Array.fromAsync(store.list())).toEqual([{ name, bytes: size }])
    },
  )

  test('get() streams any range', async () => {
    const store = await openStore()
    const name = randomUUID()
    const bytes = randomBytes(300_000)
    await store.put(name, bodyOf(bytes))
    for (const [start, end] of [
      [0, 0],
      [0, 299_999],
      [100_000, 200_000],
      [299_999, 299_999],
    ] as const) {
      expect(await read(store, name, { start, end })).toEqual(bytes.subarray(start, end + 1))
    }
  })

  test('an object of several parts is stored whole', async () => {
    const store = await openStore()
    const name = randomUUID()
    const chunks = Array.from({ length: 40 }, () => randomBytes(512 * 1024 + 1))
    expect(await store.put(name, bodyOf(...chunks))).toBe(40 * (512 * 1024 + 1))
    const whole = Buffer.concat(chunks)
    expect((await read(store, name)).equals(whole)).toBe(true)
    const across = { start: 8 * 2 ** 20 - 10, end: 8 * 2 ** 20 + 10 }
    expect(await read(store, name, across)).toEqual(whole.subarray(across.start, across.end + 1))
  })

  test.each([
    ['in its first part', 2],
    ['in a later part', 40],
  ])('a body that breaks off %s leaves nothing', async (_, chunks) => {
    const store = await openStore()
    async function* broken() {
      for (let at = 0; at < chunks; at++) yield randomBytes(512 * 1024)
      throw new Error('The client went away')
    }
    await expect(store.put(randomUUID(), broken())).rejects.toThrow('The client went away')
    expect(await names(store)).toEqual([])
  })

  test('a put that is aborted leaves nothing', async () => {
    const store = await openStore()
    const abort = new AbortController()
    async function* body() {
      yield randomBytes(1_000)
      abort.abort()
      yield randomBytes(1_000)
    }
    await expect(store.put(randomUUID(), body(), abort.signal)).rejects.toThrow(/abort/i)
    expect(await names(store)).toEqual([])
  })

  test('a missing object is reported as missing, and deleting it succeeds', async () => {
    const store = await openStore()
    const [name, other] = [randomUUID(), randomUUID()]
    await store.put(name, bodyOf(Buffer.from('here')))
    await store.delete(other)
    await expect(store.get(other)).rejects.toThrow(ObjectMissing)
    await store.delete(name)
    await store.delete(name)
    expect(await names(store)).toEqual([])
  })

  test('a name that is not a UUID is absent, whatever path it spells', async () => {
    const store = await openStore()
    for (const name of ['', '../secret', '/etc/passwd', `${randomUUID()}/..`]) {
      await expect(store.get(name)).rejects.toThrow(ObjectMissing)
      await expect(store.put(name, bodyOf(Buffer.from('x')))).rejects.toThrow(ObjectMissing)
      await store.delete(name)
    }
    expect(await names(store)).toEqual([])
  })
}
