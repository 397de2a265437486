import { z } from 'zod'
import { LIMITS } from './limits.ts'

/** Kinds of records that a space keeps for a number of days. */
export const RECORD_KINDS = ['lines', 'invocations', 'metrics', 'issues'] as const
export type RecordKind = (typeof RECORD_KINDS)[number]

const { min, max } = LIMITS.retentionDays
const Days = z.number().int().min(min).max(max)

/** Days. What is older is dropped by whole partitions and segments, within a day. */
export const Retention = z
  .strictObject({ lines: Days, invocations: Days, metrics: Days, issues: Days })
  .meta({ id: 'Retention', description: 'Days for which records are kept, by kind' })
export type Retention = z.infer<typeof Retention>

export const DEFAULT_RETENTION: Retention = { lines: 14, invocations: 30, metrics: 400, issues: 90 }
