import { z } from 'zod'
import { Runtime } from './functions.ts'
import { Name, Timestamp } from './names.ts'
import { DiskRoom } from './platform-health.ts'

export const Isolation = z.enum(['oci', 'process'])
export type Isolation = z.infer<typeof Isolation>

/** The engine and machine, for the console's footer, banner and engine page. */
export const EngineStatus = z
  .object({
    ready: z.boolean(),
    isolation: Isolation,
    ociRuntime: z.string().nullable().meta({ description: 'e.g. "crun 1.8.1"' }),
    reason: z.string().nullable().meta({ description: 'Why the process driver is in force' }),
    remedy: z.string().nullable().meta({ description: 'The one command that mends it' }),
    runtimes: z.array(
      z.object({
        name: Runtime,
        version: z.string(),
        available: z.boolean(),
        remedy: z.string().nullable().meta({ description: 'How to install what is missing' }),
      }),
    ),
    network: z
      .object({ available: z.boolean(), reason: z.string().nullable(), remedy: z.string().nullable() })
      .meta({ description: 'Whether functions can be given a network of their own' }),
    instances: z.number().int(),
    maxInstances: z.number().int(),
    states: z.record(z.enum(['starting', 'idle', 'busy', 'frozen']), z.number().int()),
    busy: z.number().int(),
    queued: z.number().int().meta({ description: 'Calls that wait for an instance' }),
    queues: z
      .array(
        z.object({
          functionId: z.string(),
          /** Set by the API. The engine knows only ids. */
          space: Name.optional(),
          function: Name.optional(),
          waiting: z.number().int(),
          oldestMs: z.number(),
        }),
      )
      .meta({ description: 'The longest first, at most 20' }),
    prewarmed: z
      .array(
        z.object({ runtime: Runtime, memoryMb: z.number().int(), ready: z.number().int(), target: z.number().int() }),
      )
      .meta({ description: 'Sandboxes that wait for code' }),
    starts: z
      .object({
        cold: z.number().int(),
        prewarmed: z.number().int(),
        failed: z.number().int(),
        evicted: z.number().int(),
      })
      .meta({ description: 'Since the engine started' }),
    memoryMb: z.object({ used: z.number(), budget: z.number() }),
    version: z.string(),
    startedAt: Timestamp,
    disk: z
      .object({ room: DiskRoom, since: Timestamp })
      .nullable()
      .meta({ description: 'Of this server, for administrators; null for everyone else' }),
  })
  .meta({ id: 'EngineStatus' })
export type EngineStatus = z.infer<typeof EngineStatus>
