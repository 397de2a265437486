import type { CapturedLine } from '@alcove/contract'

/** The call that wrote a line. */
export interface RecordedCall {
  spaceId: string
  functionId: string
  function: string
  version: number | null
  invocationId: string
  /** What the call came from, for the triggers that read its lines. */
  traceId?: string
  hops?: number
  lineage?: string | null
  /** A test or a replay: triggers do not read its lines. */
  synthetic?: boolean | undefined
}

export interface RecordedLine {
  call: RecordedCall
  id: string
  line: CapturedLine
}
