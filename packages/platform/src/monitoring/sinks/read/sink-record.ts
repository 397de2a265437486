/** One record on its way out. It keeps its id however often it is sent. */
export interface SinkRecord {
  id: string
  /** Milliseconds since the epoch. */
  at: number
  data: Record<string, unknown>
}

export interface ReadRange {
  /** Records behind this position, of the dataset's own kind. */
  after: string
  /** Records before this moment, in milliseconds since the epoch. */
  before: number
  limit: number
}

export interface ReadRecords {
  records: SinkRecord[]
  /** Behind the last record; unchanged when there was none. */
  position: string
  /** Whether there are more before the moment. */
  more: boolean
}

export interface Dataset {
  /** Milliseconds after which no more records appear at earlier positions, but for late ones. */
  graceMs: number
  /** The position before the first record of a moment. */
  positionAt(time: number): string
}
