import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { MARK, type FolderMark } from '../disk/folder-mark.ts'
import { isMissing, type S3Place } from './connect-s3.ts'

/** Beside the blobs, as in their folder on a disk. */
export const MARK_NAME = MARK

/** The id of the installation that a place in an S3 bucket belongs to. */
export function s3Mark({ client, bucket, prefix }: S3Place): FolderMark {
  const Key = `${prefix}blobs/${MARK_NAME}`
  const read = async () => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }))
      return (await Body!.transformToString()).trim()
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  }
  return {
    file: `s3://${bucket}/${Key}`,
    read,
    async write(id) {
      const standing = await read()
      if (standing !== null) return standing
      await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: `${id}\n` }))
      return (await read())!
    },
  }
}
