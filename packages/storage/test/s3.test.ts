import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { ListMultipartUploadsCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { blobStoreContract } from '../src/blob-store.contract.ts'
import { connectS3, openS3Blobs, openS3Objects, s3Mark } from '../src/index.ts'
import { objectStoreContract } from '../src/object-store.contract.ts'
import { startS3Server, whyNoS3Server, type S3Server } from '../src/testing/start-s3-server.ts'

const reason = whyNoS3Server()

describe.skipIf(reason !== null)(
  `S3 drivers on a real S3 server${reason === null ? '' : ` (skipped: ${reason})`}`,
  () => {
    let server: S3Server
    beforeAll(async () => {
      server = await startS3Server()
    })
    afterAll(() => server[Symbol.asyncDispose]())
    const place = async () => connectS3({ ...(await server.newBucket()), prefix: 'alcove/' })

    describe('of objects', () => {
      objectStoreContract(async () => openS3Objects(await place()))
    })

    test('what a killed server left of a large object is swept, and what is under way is not', async () => {
      const at = await place()
      const store = openS3Objects(at)
      const left = new AbortController()
      async function* hanging() {
        for (let part = 0; part < 2; part++) yield Buffer.alloc(8 * 2 ** 20)
        await once(left.signal, 'abort')
      }
      const put = store.put(randomUUID(), hanging())
      put.catch(() => {})
      const unfinished = async () =>
        (await at.client.send(new ListMultipartUploadsCommand({ Bucket: at.bucket }))).Uploads?.length ?? 0
      await expect.poll(unfinished).toBe(1)
      await store.sweepUnfinished(Date.now() - 3600_000)
      expect(await unfinished()).toBe(1)
      await store.sweepUnfinished(Date.now() + 3600_000)
      expect(await unfinished()).toBe(0)
      left.abort()
      await expect(put).rejects.toThrow(/upload/i)
      expect(await Array.fromAsync(store.list())).toEqual([])
    })

    describe('of blobs', () => {
      blobStoreContract(async () => {
        const at = await place()
        const tamper = async (hash: string, bytes: Uint8Array) => {
          const Key = `${at.prefix}blobs/${hash}`
          await at.client.send(new PutObjectCommand({ Bucket: at.bucket, Key, Body: bytes }))
        }
        return { store: openS3Blobs(at), tamper }
      })
    })

    test('a prefix keeps the first mark, and the mark is neither a blob nor a stray', async () => {
      const at = await place()
      const mark = s3Mark(at)
      expect(await mark.read()).toBeNull()
      expect(await mark.write('first')).toBe('first')
      expect(await mark.write('second')).toBe('first')
      const store = openS3Blobs(at)
      expect(await Array.fromAsync(store.list())).toEqual([])
      expect(await Array.fromAsync(store.strays())).toEqual([])
    })
  },
)
