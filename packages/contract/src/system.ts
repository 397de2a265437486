import { z } from 'zod'
import { Runtime } from './functions.ts'
import { Name, Timestamp } from './names.ts'
import { pageOf } from './pagination.ts'

export const Isolation = z.enum(['oci', 'process'])
export type Isolation = z.infer<typeof Isolation>

/** What the machine runs functions in, for the console's footer, banner and engine page. */
export const EngineStatus = z
  .object({
    ready: z.boolean(),
    isolation: Isolation,
    ociRuntime: z.string().nullable().meta({ description: 'e.g. "crun 1.8.1"' }),
    reason: z.string().nullable().meta({ description: 'Why the process driver is in force' }),
    remedy: z.string().nullable().meta({ description: 'The one command that mends it' }),
    runtimes: z.array(z.object({ name: Runtime, version: z.string(), available: z.boolean() })),
    instances: z.number().int(),
    busy: z.number().int(),
    queued: z.number().int(),
    memoryMb: z.object({ used: z.number(), budget: z.number() }),
    version: z.string(),
    startedAt: Timestamp,
  })
  .meta({ id: 'EngineStatus' })
export type EngineStatus = z.infer<typeof EngineStatus>

export const InstanceState = z.enum(['starting', 'idle', 'busy', 'frozen', 'stopping'])
export const Instance = z
  .object({
    id: z.string(),
    space: Name,
    function: Name,
    revision: z.string(),
    runtime: Runtime,
    state: InstanceState,
    isolation: Isolation,
    invocations: z.number().int(),
    memoryMb: z.number().int(),
    startedAt: Timestamp,
    lastUsedAt: Timestamp.nullable(),
  })
  .meta({ id: 'Instance' })
export type Instance = z.infer<typeof Instance>
export const InstanceList = pageOf(Instance).meta({ id: 'InstanceList' })

export const AuditEntry = z
  .object({
    id: z.string(),
    at: Timestamp,
    actor: z.string(),
    action: z.string(),
    space: z.string().nullable(),
    target: z.string(),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntry = z.infer<typeof AuditEntry>
export const AuditList = pageOf(AuditEntry).meta({ id: 'AuditList' })
