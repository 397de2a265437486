export * from './bucket-triggers.ts'
export { BucketTriggerConfig, listensFor, OBJECT_CHANGES } from './bucket.ts'
export * from './cause.ts'
export { EventTriggerConfig } from './event.ts'
export { EventPattern, matchesPattern } from './event-pattern.ts'
export * from './firings.ts'
export { HttpTriggerConfig } from './http.ts'
export { LOG_TRIGGER_LIMITS, LogTriggerConfig, TriggerLine } from './log.ts'
export { TriggerDay, TriggerPause } from './kind.ts'
export {
  CATCH_UPS,
  OVERLAPS,
  REPEATED_TIMES,
  SKIPPED_TIMES,
  TIMER_LIMITS,
  TimerTick,
  EXACT_IN_TRIGGERS,
  TimerTriggerConfig,
} from './timer.ts'
export * from './trigger.ts'
