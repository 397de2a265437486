import { z } from 'zod'

/** What caused an invocation. `api` is the invoke route, `console` the Run button. */
export const TRIGGER_KINDS = [
  'api',
  'console',
  'http',
  'gateway',
  'timer',
  'bucket',
  'log',
  'event',
  'function',
] as const
export const TriggerKind = z.enum(TRIGGER_KINDS)
export type TriggerKind = z.infer<typeof TriggerKind>
