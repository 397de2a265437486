/** An object that was written or removed. */
export interface ObjectChange {
  type: 'created' | 'removed'
  /** As AWS names it, without `ObjectCreated:` and the like. */
  how: 'Put' | 'Copy' | 'CompleteMultipartUpload' | 'Delete' | 'Expiration'
  key: string
  /** The size of the object, which may be gone now. */
  bytes: number
  etag: string
}
