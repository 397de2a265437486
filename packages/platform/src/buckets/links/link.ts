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
export const signatureOf = (platform: SpaceCtx['platform'], link: Link): string => platform.sealer.sign(textOf(link))

export function isSigned(platform: SpaceCtx['platform'], link: Link, signature: string): boolean {
  return platform.sealer.isSigned(textOf(link), signature)
}

function textOf({ space, bucket, bucketId, key, method, expires, by }: Link): string {
  return `object link ${JSON.stringify([space, bucket, bucketId, key, method, expires, by])}`
}
