import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import type { S3Place } from './connect-s3.ts'

interface WholeObject {
  key: string
  bytes: Uint8Array
  contentType: string
}

/** Puts bytes that are in memory. */
export async function putS3Object(
  { client, bucket, prefix }: S3Place,
  { key, bytes, contentType }: WholeObject,
): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: prefix + key, Body: bytes, ContentType: contentType }))
}

export async function deleteS3Object({ client, bucket, prefix }: S3Place, key: string): Promise<void> {
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: prefix + key }))
}
