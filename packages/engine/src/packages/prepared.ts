import type { Phases } from '@alcove/contract'

/** What of the code is to be run. */
export interface Code {
  /** Path of the entry below the task folder. */
  file: string
  /** The same as the author wrote it. */
  shownFile: string
  exportName: string
  sourceMaps: boolean
}

/** A revision's code as its instances see it. */
export interface Prepared {
  /** Host folder of the code, with its dependencies. */
  task: string
  /** Host folder of the layers, merged; null: it has none. */
  layers: string | null
  code: Code
  /** Of code and dependencies together, unpacked. */
  bytes: number
  /** Milliseconds; empty when everything was there. */
  phases: Pick<Phases, 'fetch' | 'unpack'>
}
