import type { CallInput, TriggerKind } from '@alcove/contract'
import type { HttpInput } from './http-input.ts'

export type OrderEvent = Extract<CallInput, { kind: 'event' }> | HttpInput

/** A call as plain data, so that it can be stored, queued and sent to another process. Every trigger makes these. */
export interface CallOrder {
  /** The id of the invocation it becomes. */
  id: string
  spaceId: string
  functionId: string
  /** Null until a trigger admits the order: the trigger's own qualifier applies. */
  qualifier: string | null
  /** Null while its bytes have not been read. */
  event: OrderEvent | null
  trigger: TriggerKind
  triggerName: string | null
  /** As records name the caller. */
  caller: string | null
  /** The invocation of the function that makes this call. */
  parentId: string | null
  traceId: string
  /** How many functions are between this call and the outside. */
  hops: number
  /** Id of the lineage it belongs to; null for a call from outside. */
  lineage: string | null
  /** The task that the call is an attempt at; null: someone waits for its answer. */
  taskId: string | null
  /** The request of the API that led to the call, also over functions and tasks; null: there was none. */
  requestId: string | null
  /** A test or a replay: no metric, issue or alert counts it. */
  synthetic?: boolean
  http: { method: string; path: string } | null
}
