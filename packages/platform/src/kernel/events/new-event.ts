import type { CloudEvent, PlatformEventType } from '@alcove/contract'
import type { Cause } from '../cause.ts'

/** Something that happened inside Alcove. */
export interface PlatformEvent {
  type: PlatformEventType
  /** Such as `/spaces/shop/functions/work`. */
  source: string
  subject?: string
  data: Record<string, unknown>
  /** Left out: no function led to it. */
  cause?: Cause
}

export interface NewEvent {
  event: CloudEvent
  /** The publisher's name, as lists show it. */
  publisher: string
  cause?: Cause
}
