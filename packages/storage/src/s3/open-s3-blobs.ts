import { createHash } from 'node:crypto'
import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { BlobDamaged, BlobMissing, type BlobStore } from '../blob-store.ts'
import { isMissing, type S3Place } from './connect-s3.ts'
import { listKeys } from './list-keys.ts'
import { MARK_NAME } from './s3-mark.ts'

const HASH = /^[0-9a-f]{64}$/
const FOLDER = 'blobs/'

/** Blobs as objects `blobs/abcdef…` of an S3 bucket. */
export function openS3Blobs(place: S3Place): BlobStore {
  const { client, bucket, prefix } = place
  const at = (hash: string) => ({ Bucket: bucket, Key: `${prefix}${FOLDER}${hash}` })

  /** Null: there is none. */
  async function read(hash: string): Promise<Buffer<ArrayBuffer> | null> {
    if (!HASH.test(hash)) return null
    try {
      const { Body } = await client.send(new GetObjectCommand(at(hash)))
      return Buffer.from((await Body!.transformToByteArray()) as Uint8Array<ArrayBuffer>)
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  }

  return {
    async put(bytes) {
      const hash = hashOf(bytes)
      // Always write: this replaces a damaged blob and renews an old one without reading it first.
      await client.send(new PutObjectCommand({ ...at(hash), Body: bytes, ContentLength: bytes.length }))
      return hash
    },

    async get(hash) {
      const bytes = await read(hash)
      if (bytes === null) throw new BlobMissing(hash)
      if (hashOf(bytes) !== hash) throw new BlobDamaged(hash)
      return bytes
    },

    fileOf: async () => null,

    async has(hash) {
      if (!HASH.test(hash)) return false
      try {
        await client.send(new HeadObjectCommand(at(hash)))
        return true
      } catch (error) {
        if (isMissing(error)) return false
        throw error
      }
    },

    async check(hash) {
      const bytes = await read(hash)
      if (bytes === null) return 'missing'
      return hashOf(bytes) === hash ? 'whole' : 'damaged'
    },

    async delete(hash) {
      if (!HASH.test(hash)) return
      await client.send(new DeleteObjectCommand(at(hash))).catch((error: unknown) => {
        if (!isMissing(error)) throw error
      })
    },

    async *list() {
      for await (const { name, ...rest } of listKeys(place, FOLDER)) if (HASH.test(name)) yield { hash: name, ...rest }
    },

    async *strays() {
      for await (const { name } of listKeys(place, FOLDER)) {
        if (!HASH.test(name) && name !== MARK_NAME) yield `${prefix}${FOLDER}${name}`
      }
    },
  }
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
