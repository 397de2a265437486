import type { TimerTriggerConfig } from '@alcove/contract'

/** A timer that is due, as a round reads it. */
export interface DueTimer {
  trigger_id: string
  space_id: string
  space: string
  function_id: string
  function: string
  name: string
  qualifier: string
  enabled: boolean
  config: TimerTriggerConfig
  decided_until: string
  queued_at: string | null
  armed_at: string
}
