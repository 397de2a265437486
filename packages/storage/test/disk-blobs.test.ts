import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { folderMark, openDiskBlobs, type BlobStore } from '../src/index.ts'
import { blobStoreContract } from '../src/blob-store.contract.ts'
import { folder } from './folder.ts'

describe('the disk driver keeps the contract', () => {
  blobStoreContract(async () => {
    const path = await folder()
    const tamper = (hash: string, bytes: Uint8Array) => writeFile(join(path, hash.slice(0, 2), hash), bytes)
    return { store: await openDiskBlobs(path), tamper }
  })
})

test('a later start sweeps what a crash left half-written, and not what another server is writing', async () => {
  const path = await folder()
  const incoming = join(path, 'incoming')
  await mkdir(incoming)
  for (const name of ['abandoned', 'half']) await writeFile(join(incoming, name), 'half of a bl')
  const twoHoursAgo = new Date(Date.now() - 2 * 3600_000)
  await utimes(join(incoming, 'abandoned'), twoHoursAgo, twoHoursAgo)
  const store = await openDiskBlobs(path)
  expect(await readdir(incoming)).toEqual(['half'])
  expect(await listed(store)).toEqual([])
})

test('a stray file is reported and never listed as a blob', async () => {
  const path = await folder()
  const store = await openDiskBlobs(path)
  const hash = await store.put(Buffer.from('a blob'))
  await folderMark(path).write('an installation')
  const other = hash.startsWith('aa') ? 'bb' : 'aa'
  await mkdir(join(path, other))
  const strays = [
    join(path, 'notes.txt'),
    join(path, hash.slice(0, 2), `${hash}.bak`),
    // In the wrong folder nobody finds it.
    join(path, other, hash),
  ]
  for (const stray of strays) await writeFile(stray, 'x')
  const found: string[] = []
  for await (const stray of store.strays()) found.push(stray)
  expect(found.toSorted()).toEqual(strays.toSorted())
  expect((await listed(store)).map((blob) => blob.hash)).toEqual([hash])
})

test('storing the same bytes again makes the blob young, so that a sweep by age spares it', async () => {
  const path = await folder()
  const store = await openDiskBlobs(path)
  const hash = await store.put(Buffer.from('old'))
  const long = new Date(Date.now() - 86_400_000)
  await utimes(join(path, hash.slice(0, 2), hash), long, long)
  await store.put(Buffer.from('old'))
  const [found] = await listed(store)
  expect(found!.writtenAt).toBeGreaterThan(Date.now() - 60_000)
})

test('killed at any moment while it writes, every blob that has a name is whole', async () => {
  const path = await folder()
  for (let round = 0; round < 5; round++) {
    const writer = spawn(process.execPath, [join(import.meta.dirname, 'write-blobs.ts'), path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(writer.stdout, 'data')
    await sleep(20 + round * 30)
    writer.kill('SIGKILL')
    await once(writer, 'exit')

    const store = await openDiskBlobs(path)
    const blobs = await listed(store)
    expect(blobs.length).toBeGreaterThan(0)
    for (const { hash } of blobs) {
      const bytes = await store.get(hash)
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash)
    }
  }
})

async function listed(store: BlobStore) {
  const blobs: { hash: string; writtenAt: number }[] = []
  for await (const blob of store.list()) blobs.push(blob)
  return blobs
}
