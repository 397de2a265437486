import { z } from 'zod'
import type { Runtime } from './functions.ts'
import { Name, Timestamp, Uuid, VersionNumber } from './names.ts'

export const LOGPOINT_LIMITS = { perFunction: 10, minutes: 60, hits: 10_000, characters: 500 } as const

/** Runtimes whose running code takes logpoints. */
export const hasLogpoints = (runtime: Runtime): boolean => runtime.startsWith('nodejs')

const Expression = z.string().trim().min(1).max(LOGPOINT_LIMITS.characters)

export const AddLogpoint = z
  .strictObject({
    version: VersionNumber,
    file: z.string().min(1).max(500).meta({ description: 'A file of the version, such as lib/price.ts' }),
    line: z.number().int().min(1).max(1_000_000),
    expression: Expression.meta({
      description: 'JavaScript: its value is written as a log line, before the line runs',
    }),
    condition: Expression.nullable()
      .default(null)
      .meta({ description: 'JavaScript: a line is written only when it is true' }),
    minutes: z.number().int().min(1).max(LOGPOINT_LIMITS.minutes).default(10),
    hits: z
      .number()
      .int()
      .min(1)
      .max(LOGPOINT_LIMITS.hits)
      .default(100)
      .meta({ description: 'Lines after which it is over' }),
  })
  .meta({ id: 'AddLogpoint' })
export type AddLogpoint = z.infer<typeof AddLogpoint>

export const LOGPOINT_STATES = ['active', 'time', 'hits', 'cost', 'removed'] as const

export const Logpoint = z
  .object({
    id: Uuid,
    function: Name,
    version: VersionNumber,
    file: z.string(),
    line: z.number().int(),
    expression: z.string(),
    condition: z.string().nullable(),
    state: z.enum(LOGPOINT_STATES).meta({ description: 'active, or why it is over' }),
    hits: z.number().int().meta({ description: 'Lines that it wrote' }),
    maxHits: z.number().int(),
    problem: z.string().nullable().meta({ description: 'What its expression threw, or why it was removed' }),
    createdBy: z.string(),
    createdAt: Timestamp,
    expiresAt: Timestamp,
  })
  .meta({ id: 'Logpoint' })
export type Logpoint = z.infer<typeof Logpoint>
export const LogpointList = z.object({ items: z.array(Logpoint), nextCursor: z.null() }).meta({ id: 'LogpointList' })
