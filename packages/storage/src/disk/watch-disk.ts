import { statfs } from 'node:fs/promises'
import { roomIn, type Room } from './room.ts'

/** The free space of the disks, at most a few seconds old. */
export interface DiskWatch extends Disposable {
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

interface Judgement {
  room: Room
  warning: string | null
  /** For the log. */
  facts: object
}

const ENOUGH: Judgement = { room: 'enough', warning: null, facts: {} }

/** Checks the file systems of these folders every two seconds. */
export async function watchDisk({ folders, log }: DiskWatchOptions): Promise<DiskWatch> {
  let worst = ENOUGH
  let looking = false

  async function look(): Promise<void> {
    // Calls to a hanging network file system must not pile up.
    if (looking) return
    looking = true
    try {
      const found = await Promise.all(folders.map(judge))
      const next = found.reduce((a, b) => (ORDER.indexOf(b.room) > ORDER.indexOf(a.room) ? b : a))
      if (next.room !== worst.room) tell(next)
      worst = next
    } finally {
      looking = false
    }
  }

  function tell({ room, warning, facts }: Judgement): void {
    if (warning === null) log({ level: 'info', message: 'The disk has room again' })
    else log({ level: room === 'low' ? 'warn' : 'error', message: warning, ...facts })
  }

  await look()
  const timer = setInterval(() => void look(), EVERY_MS)
  timer.unref()
  return {
    get full() {
      return ORDER.indexOf(worst.room) >= ORDER.indexOf('full')
    },
    get scarce() {
      return ORDER.indexOf(worst.room) >= ORDER.indexOf('scarce')
    },
    get exhausted() {
      return worst.room === 'none'
    },
    get warning() {
      return worst.warning
    },
    [Symbol.dispose]: () => clearInterval(timer),
  }
}

async function judge(folder: string): Promise<Judgement> {
  const system = await statfs(folder).catch(() => null)
  const room = system === null ? 'enough' : roomIn(system)
  if (system === null || room === 'enough') return ENOUGH
  const freeMb = Math.floor((system.bavail * system.bsize) / 2 ** 20)
  return { room, warning: WARNINGS[room], facts: { folder, freeMb, freeInodes: system.ffree } }
}
