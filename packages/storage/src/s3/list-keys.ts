import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import type { S3Place } from './connect-s3.ts'

/** All keys below `folder` of the place, without both. */
export async function* listKeys(
  { client, bucket, prefix }: S3Place,
  folder: string,
): AsyncIterable<{ name: string; bytes: number; writtenAt: number }> {
  const start = prefix + folder
  let token: string | undefined
  do {
    // oxlint-disable-next-line no-await-in-loop -- each page names the next
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: start, ContinuationToken: token }),
    )
    for (const { Key = '', Size = 0, LastModified } of page.Contents ?? []) {
      yield { name: Key.slice(start.length), bytes: Size, writtenAt: LastModified?.getTime() ?? 0 }
    }
    token = page.NextContinuationToken
  } while (token !== undefined)
}
