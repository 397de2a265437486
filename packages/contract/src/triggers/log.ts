import { z } from 'zod'
import { LogLevel } from '../log-levels.ts'
import { Name, Timestamp, Uuid } from '../names.ts'
import { EventPattern } from './event-pattern.ts'
import { triggerKind } from './kind.ts'

export const LOG_TRIGGER_LIMITS = {
  /** Characters of a text or regular expression. */
  pattern: 500,
  /** Lines of one batch. */
  count: { max: 1_000, default: 100 },
  /** Seconds that a line waits for others. */
  window: { max: 300, default: 1 },
  /** Text of one batch, in characters. */
  batchLength: 1024 * 1024,
} as const

export const LogTriggerConfig = z.strictObject({
  function: Name.meta({ description: 'The function of the same space whose lines are read' }),
  pattern: z
    .string()
    .min(1, 'Must not be empty: leave it out to take every line')
    .max(LOG_TRIGGER_LIMITS.pattern)
    .optional()
    .meta({ description: 'Text that a line contains' }),
  regex: z
    .string()
    .min(1, 'Must not be empty: leave it out to take every line')
    .max(LOG_TRIGGER_LIMITS.pattern)
    .optional()
    .meta({ description: 'Regular expression (RE2) that a line matches', examples: ['timeout after \\d+ ms'] }),
  level: LogLevel.optional().meta({ description: 'Lines of this level, and of graver ones' }),
  fields: EventPattern.optional().meta({ description: 'A line that is JSON and whose fields match this pattern' }),
  batchSize: z
    .number()
    .int()
    .min(1)
    .max(LOG_TRIGGER_LIMITS.count.max)
    .default(LOG_TRIGGER_LIMITS.count.default)
    .meta({ description: 'Lines that one call gets at most' }),
  batchWindowSeconds: z
    .number()
    .min(0)
    .max(LOG_TRIGGER_LIMITS.window.max)
    .default(LOG_TRIGGER_LIMITS.window.default)
    .meta({ description: 'How long a line waits for others to come along' }),
})
export type LogTriggerConfig = z.infer<typeof LogTriggerConfig>

/** A line as the function gets it, in `event.logs`. */
export const TriggerLine = z.object({ time: Timestamp, level: LogLevel, message: z.string(), invocationId: Uuid })
export type TriggerLine = z.infer<typeof TriggerLine>

export const logTrigger = triggerKind({
  type: 'log',
  summary: 'Log lines of another function that match',
  config: LogTriggerConfig,
  shown: {},
  preview: {
    matched: z
      .array(TriggerLine)
      .meta({ description: 'The last five lines that it would have started the function for' }),
  },
})
