import type { TriggerKind } from '@alcove/contract'

/** A call to be made as soon as there is room for it, or not before `runAt`. */
export interface NewTask {
  functionId: string
  qualifier: string
  /** JSON text. */
  event: Uint8Array
  trigger: TriggerKind
  triggerId?: string
  triggerName?: string
  /** As records name the caller. */
  caller: string | null
  /** The invocation that makes the call. */
  parentId?: string
  /** 32 hex digits. */
  traceId: string
  /** The request of the API that led to it. */
  requestId?: string
  hops: number
  /** Id of the lineage that the call is counted with. */
  lineage?: string
  runAt?: Date
  /** With the same key, function and `keyOwner` there is one task, however often it is asked for. */
  idempotencyKey?: string
  /** Equal in requests that may share a key; left out: the event. */
  repeatable?: Uint8Array
  /** Whose key it is; left out: the platform's own. */
  keyOwner?: string
}
