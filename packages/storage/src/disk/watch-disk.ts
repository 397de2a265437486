import { stat, statfs } from 'node:fs/promises'
import { roomIn, type FileSystem, type Room } from './room.ts'

/** One disk with those of the watched folders that lie on it. */
export interface WatchedDisk {
  folders: string[]
  bytes: number
  /** For the user that the server runs as. */
  freeBytes: number
  room: Room
}

/** The free space of the disks, at most a few seconds old. */
export interface DiskWatch extends Disposable {
  /** The room on the disk that has the least. */
  readonly room: Room
  /** Since when there is so much room, in milliseconds since the epoch. */
  readonly since: number
  readonly disks: readonly WatchedDisk[]
  /** Refuse new data. */
  readonly full: boolean
  /** Keep no log lines either: what happened matters more than what was said. */
  readonly scarce: boolean
  /** Write nothing at all, to keep the stored data readable. */
  readonly exhausted: boolean
  /** A sentence for the operator; null while there is enough room. */
  readonly warning: string | null
}

export interface DiskWatchOptions {
  /** Missing folders are skipped: with an external database there is no PostgreSQL folder. */
  folders: readonly string[]
  log(line: { level: 'info' | 'warn' | 'error'; message: string; [field: string]: unknown }): void
}

const EVERY_MS = 2_000
const ORDER: readonly Room[] = ['enough', 'low', 'full', 'scarce', 'none']
/** /readyz shows these to anyone, so they contain no paths. The log does. */
const WARNINGS = {
  low: 'The disk is getting full. From 90 % on, code, layers and builds are refused: make room',
  full: 'The disk is full. Code, layers and builds are refused, and calls are recorded without payloads: make room',
  scarce: 'The disk is nearly full to the end. Calls are recorded without payloads and lines: make room',
  none: 'The disk is full to the last megabytes. Calls are not recorded until there is room: make room',
}

/** Checks the file systems of these folders every two seconds. */
export async function watchDisk({ folders, log }: DiskWatchOptions): Promise<DiskWatch> {
  let disks: readonly WatchedDisk[] = []
  let room: Room = 'enough'
  let since = Date.now()
  let looking = false

  async function look(): Promise<void> {
    // Calls to a hanging network file system must not pile up.
    if (looking) return
    looking = true
    try {
      disks = await disksOf(folders)
      const fullest = disks.toSorted((a, b) => ORDER.indexOf(b.room) - ORDER.indexOf(a.room))[0]
      const next = fullest?.room ?? 'enough'
      if (next === room) return
      room = next
      since = Date.now()
      tell(next, fullest)
    } finally {
      looking = false
    }
  }

  function tell(room: Room, disk: WatchedDisk | undefined): void {
    if (room === 'enough' || disk === undefined) return log({ level: 'info', message: 'The disk has room again' })
    const freeMb = Math.floor(disk.freeBytes / 2 ** 20)
    log({ level: room === 'low' ? 'warn' : 'error', message: WARNINGS[room], folders: disk.folders, freeMb })
  }

  const isAtLeast = (limit: Room) => ORDER.indexOf(room) >= ORDER.indexOf(limit)

  await look()
  const timer = setInterval(() => void look(), EVERY_MS)
  timer.unref()
  return {
    get room() {
      return room
    },
    get since() {
      return since
    },
    get disks() {
      return disks
    },
    get full() {
      return isAtLeast('full')
    },
    get scarce() {
      return isAtLeast('scarce')
    },
    get exhausted() {
      return isAtLeast('none')
    },
    get warning() {
      return room === 'enough' ? null : WARNINGS[room]
    },
    [Symbol.dispose]: () => clearInterval(timer),
  }
}

/** Folders of one file system are one disk. */
async function disksOf(folders: readonly string[]): Promise<WatchedDisk[]> {
  const byDevice = new Map<number, WatchedDisk>()
  const looked = await Promise.all(
    folders.map((folder) => Promise.all([stat(folder), statfs(folder)]).catch(() => null)),
  )
  for (const [index, found] of looked.entries()) {
    if (found === null) continue
    const [{ dev }, system] = found
    const known = byDevice.get(dev)
    if (known) known.folders.push(folders[index]!)
    else byDevice.set(dev, diskOf(folders[index]!, system))
  }
  return [...byDevice.values()]
}

function diskOf(folder: string, system: FileSystem): WatchedDisk {
  const { blocks, bavail, bsize } = system
  return { folders: [folder], bytes: blocks * bsize, freeBytes: bavail * bsize, room: roomIn(system) }
}
