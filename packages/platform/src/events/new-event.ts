import type { CloudEvent, PlatformEventType } from '@alcove/contract'

/** The call that an event comes from, so that a circle of events and functions ends. */
export interface EventCause {
  traceId: string
  /** Of the calls that the event starts: one more than those of the call that published it. */
  hops: number
  lineage?: string
  /** The invocation that published it. */
  parentId?: string
}

/** Something that happened inside Alcove. */
export interface PlatformEvent {
  type: PlatformEventType
  /** Such as `/spaces/shop/functions/work`. */
  source: string
  subject?: string
  data: Record<string, unknown>
  /** Left out: no function led to it. */
  cause?: EventCause
}

export interface NewEvent {
  event: CloudEvent
  /** As lists name whoever published it. */
  publisher: string
  cause?: EventCause
}
