/** What statfs(2) says of a file system. */
export interface FileSystem {
  blocks: number
  /** Free for everybody, and for those who are not root. */
  bfree: number
  bavail: number
  bsize: number
  /** Inodes; 0 where there is no such number. */
  files: number
  ffree: number
}

/** `low`: warn. `full`: take nothing more in. `none`: not even the database can write much more. */
export type Room = 'enough' | 'low' | 'full' | 'none'

const LOW = { part: 0.8, bytes: 20 * 2 ** 30, files: 200_000 }
const FULL = { part: 0.9, bytes: 10 * 2 ** 30, files: 100_000 }
/** Some segments of PostgreSQL's log: without room for the next one it ends, and cannot start. */
const NONE = { part: 0.9, bytes: 64 * 2 ** 20, files: 1_000 }

/** A tenth of a large disk is much: there the absolute number counts. */
export function roomIn(system: FileSystem): Room {
  if (isBeyond(NONE, system)) return 'none'
  if (isBeyond(FULL, system)) return 'full'
  return isBeyond(LOW, system) ? 'low' : 'enough'
}

function isBeyond(limit: typeof FULL, { blocks, bfree, bavail, bsize, files, ffree }: FileSystem): boolean {
  const used = blocks - bfree
  return (
    (blocks > 0 && used >= limit.part * (used + bavail) && bavail * bsize < limit.bytes) ||
    (files > 0 && files - ffree >= limit.part * files && ffree < limit.files)
  )
}
