import type { CapturedLine } from '@alcove/contract'

/** The call that wrote a line. */
export interface RecordedCall {
  spaceId: string
  functionId: string
  function: string
  version: number | null
  invocationId: string
}

export interface RecordedLine {
  call: RecordedCall
  id: string
  line: CapturedLine
}
