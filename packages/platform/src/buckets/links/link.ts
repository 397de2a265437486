import { timingSafeEqual } from 'node:crypto'
import type { SpaceCtx } from '../../kernel/context.ts'

export interface Link {
  space: string
  bucket: string
  key: string
  bucketId: string
  method: 'GET' | 'PUT'
  /** Seconds since the epoch. */
  expires: number
  /** Who made it: the link allows no more than they may do. */
  by: string
}

/** Signs links: without the installation's key nobody can forge or change one. */
export function signatureOf(
  platform: SpaceCtx['platform'],
  { space, bucket, bucketId, key, method, expires, by }: Link,
): string {
  return platform.sealer.digest(`object link ${JSON.stringify([space, bucket, bucketId, key, method, expires, by])}`)
}

export function isSigned(platform: SpaceCtx['platform'], link: Link, signature: string): boolean {
  const [given, own] = [signature, signatureOf(platform, link)].map((hex) => Buffer.from(hex, 'hex')) as [
    Buffer,
    Buffer,
  ]
  return given.length === own.length && timingSafeEqual(given, own)
}
