import {
  connectS3,
  folderMark,
  openDiskBlobs,
  openDiskObjects,
  openS3Blobs,
  openS3Objects,
  s3Mark,
  type BlobStore,
  type FolderMark,
  type ObjectStore,
} from '@alcove/storage'
import { join } from 'node:path'
import type { Environment } from './environment.ts'

/** Where code, layers, build output and objects are kept. */
export interface Stores {
  blobs: BlobStore
  objects: ObjectStore
  /** Names the installation that the blobs belong to. */
  mark: FolderMark
  /** Folders whose disk has to be watched. */
  folders: string[]
}

/** In folders of the shared home, or in a bucket of an S3 service. */
export async function openStores(env: Environment, shared: string): Promise<Stores> {
  const { ALCOVE_S3_BUCKET: bucket } = env
  if (bucket === undefined) {
    const folders = { blobs: join(shared, 'blobs'), objects: join(shared, 'objects') }
    const blobs = await openDiskBlobs(folders.blobs)
    const objects = await openDiskObjects(folders.objects)
    return { blobs, objects, mark: folderMark(folders.blobs), folders: Object.values(folders) }
  }
  const place = connectS3({
    endpoint: env.ALCOVE_S3_ENDPOINT,
    region: env.ALCOVE_S3_REGION,
    bucket,
    prefix: env.ALCOVE_S3_PREFIX,
    accessKeyId: env.ALCOVE_S3_ACCESS_KEY_ID!,
    secretAccessKey: env.ALCOVE_S3_SECRET_ACCESS_KEY!,
  })
  return { blobs: openS3Blobs(place), objects: openS3Objects(place), mark: s3Mark(place), folders: [] }
}
