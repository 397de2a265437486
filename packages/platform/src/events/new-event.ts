import type { CloudEvent, PlatformEventType } from '@alcove/contract'
import type { Cause } from '../kernel/cause.ts'

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
  /** As lists name whoever published it. */
  publisher: string
  cause?: Cause
}
