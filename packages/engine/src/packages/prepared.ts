import type { Phases } from '@alcove/contract'

/** The entry of the code. */
export interface Code {
  /** Path of the entry below the task folder. */
  file: string
  /** The same path as the author wrote it. */
  shownFile: string
  exportName: string
  sourceMaps: boolean
}

/** A revision's code as its instances see it. */
export interface Prepared {
  /** Host folder of the code and its dependencies. */
  task: string
  /** Host folder of the merged layers; null when there are none. */
  layers: string | null
  code: Code
  /** Unpacked size of code and dependencies. */
  bytes: number
  /** Milliseconds. Empty when everything was cached. */
  phases: Pick<Phases, 'fetch' | 'unpack'>
}
