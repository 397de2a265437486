import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandInput,
  type ListMultipartUploadsCommandOutput,
} from '@aws-sdk/client-s3'
import { isMissing, type S3Place } from './connect-s3.ts'

/** Ends the uploads in parts of a folder that began before a time: the service keeps their parts for ever otherwise. */
export async function sweepUnfinished(
  { client, bucket, prefix }: S3Place,
  folder: string,
  before: number,
): Promise<void> {
  const at = { Bucket: bucket, Prefix: prefix + folder }
  let next: Pick<ListMultipartUploadsCommandInput, 'KeyMarker' | 'UploadIdMarker'> | null = {}
  while (next !== null) {
    // oxlint-disable-next-line no-await-in-loop -- each page names the next
    const page: ListMultipartUploadsCommandOutput = await client.send(
      new ListMultipartUploadsCommand({ ...at, ...next }),
    )
    for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
      if (!Initiated || Initiated.getTime() >= before) continue
      // oxlint-disable-next-line no-await-in-loop -- few: each is of a server that was killed
      await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId })).catch((error: unknown) => {
        if (!isMissing(error)) throw error
      })
    }
    next = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker } : null
  }
}
