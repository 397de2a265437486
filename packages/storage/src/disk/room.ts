/** The result of statfs(2). */
export interface FileSystem {
  blocks: number
  /** Blocks free for root, and for other users. */
  bfree: number
  bavail: number
  bsize: number
  /** Inodes; 0 on file systems without a fixed number. */
  files: number
  ffree: number
}

/** `low`: warn. `full`: refuse new data. `scarce`: keep only facts of calls. `none`: even the database can hardly write. */
export type Room = 'enough' | 'low' | 'full' | 'scarce' | 'none'

const LOW = { part: 0.8, bytes: 20 * 2 ** 30, files: 200_000 }
const FULL = { part: 0.9, bytes: 10 * 2 ** 30, files: 100_000 }
const SCARCE = { part: 0.95, bytes: 2 * 2 ** 30, files: 50_000 }
/** Room for some WAL segments: without room for the next one PostgreSQL stops and cannot start. */
const NONE = { part: 0.9, bytes: 64 * 2 ** 20, files: 1_000 }

/** A tenth of a large disk is a lot, so absolute numbers apply too. */
export function roomIn(system: FileSystem): Room {
  if (isBeyond(NONE, system)) return 'none'
  if (isBeyond(SCARCE, system)) return 'scarce'
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
