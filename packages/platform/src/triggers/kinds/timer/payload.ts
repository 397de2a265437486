import { withExactNumbers, type TimerTriggerConfig } from '@alcove/contract'

/** The payload as JSON text: the driver would round long numbers. */
interface StoredPayload {
  payloadText?: string
}

export function withPayloadText({ payload, ...config }: TimerTriggerConfig): TimerTriggerConfig {
  const stored: StoredPayload = payload === undefined ? {} : { payloadText: JSON.stringify(payload) }
  return { ...config, ...stored }
}

/** Numbers of the payload keep all their digits. Timers saved by earlier versions have it as it is. */
export function withPayload(stored: TimerTriggerConfig): TimerTriggerConfig {
  const { payloadText, ...config } = stored as TimerTriggerConfig & StoredPayload
  return payloadText === undefined
    ? config
    : { ...config, payload: JSON.parse(payloadText, withExactNumbers) as unknown }
}
