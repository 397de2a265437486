import { connectS3, deleteS3Object, putS3Object } from '@alcove/storage'
import { TIMEOUT_MS, type Destination, type Reach } from './destination.ts'
import { filesOf, TEST_KEY } from './partitions.ts'

export interface S3Config {
  endpoint?: string | undefined
  region: string
  bucket: string
  prefix: string
  accessKeyId: string
}

/** Objects of any S3 service. */
export async function openS3(
  { addressOf, limits }: Reach,
  { endpoint, region, bucket, prefix, accessKeyId }: S3Config,
  secretAccessKey: string,
): Promise<Destination> {
  const url = new URL(endpoint ?? `https://s3.${region}.amazonaws.com`)
  const address = await addressOf(url.hostname, Number(url.port || (url.protocol === 'https:' ? 443 : 80)))
  const place = connectS3(
    { endpoint: endpoint ?? url.origin, region, bucket, accessKeyId, secretAccessKey },
    { address, timeoutMs: TIMEOUT_MS, maxAttempts: 2, limits },
  )
  return {
    async write(dataset, records) {
      for (const { key, bytes } of await filesOf(prefix, dataset, records)) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other takes little memory
        await putS3Object(place, { key, bytes, contentType: 'application/gzip' })
      }
    },
    async *test() {
      const key = `${prefix}${TEST_KEY}`
      await putS3Object(place, { key, bytes: Buffer.from('{}'), contentType: 'application/json' })
      yield { step: 'signIn', detail: `${accessKeyId} at ${url.host}` }
      await deleteS3Object(place, key)
      yield { step: 'write', detail: `${key} was written and deleted` }
    },
    async close() {
      place.client.destroy()
    },
  }
}
