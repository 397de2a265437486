import { z } from 'zod'
import { Timestamp, Uuid } from './names.ts'
import { pageOf, PageQuery } from './pagination.ts'

/**
 * How much room a disk has, from the most to the least. What is taken in shrinks with it: from `full` on no code,
 * objects and payloads, from `scarce` on no log lines; with `none` records wait in memory.
 */
export const DISK_ROOMS = ['enough', 'low', 'full', 'scarce', 'none'] as const
export const DiskRoom = z.enum(DISK_ROOMS)
export type DiskRoom = z.infer<typeof DiskRoom>

const count = z.number().int().min(0)
const bytes = z.number().min(0)
const ms = z.number().min(0)

/** What a server says of itself every few seconds. */
export const ServerFacts = z.object({
  eventLoop: z
    .object({ p50Ms: ms, p99Ms: ms, maxMs: ms, utilization: z.number().min(0).max(1) })
    .meta({ description: 'How late timers ran since the last report, and the share of time in which it was busy' }),
  memory: z.object({ rssBytes: bytes, heapBytes: bytes, limitBytes: bytes }),
  pool: z
    .object({ connections: count, max: count, idle: count, waiting: count })
    .meta({ description: 'Connections to the database; `waiting`: statements that wait for one' }),
  recorder: z
    .object({ waiting: count, waitingBytes: bytes, oldestMs: ms, dropped: count })
    .meta({ description: 'Calls and lines that are not stored yet; `dropped` since the start, on a full disk' }),
  disk: z.object({
    room: DiskRoom,
    since: Timestamp,
    disks: z.array(z.object({ folders: z.array(z.string()), bytes, freeBytes: bytes, room: DiskRoom })),
    spaceFilesBytes: bytes.meta({ description: 'Files of spaces at /mnt/space on this server' }),
  }),
})
export type ServerFacts = z.infer<typeof ServerFacts>

export const AlcoveServer = ServerFacts.extend({
  id: Uuid,
  host: z.string().meta({ description: 'Name of the machine, and its process' }),
  version: z.string(),
  startedAt: Timestamp,
  seenAt: Timestamp,
  alive: z.boolean().meta({ description: 'false: it has not reported for 20 seconds' }),
}).meta({ id: 'AlcoveServer' })
export type AlcoveServer = z.infer<typeof AlcoveServer>

export const STORED_KINDS = [
  'invocations',
  'lines',
  'metrics',
  'tasks',
  'events',
  'audit',
  'serverLog',
  'otherRows',
  'segments',
  'code',
  'objects',
  'spaceFiles',
] as const
export type StoredKind = (typeof STORED_KINDS)[number]

export const PlatformHealth = z
  .object({
    servers: z.array(AlcoveServer),
    database: z.object({
      version: z.string(),
      latencyMs: ms,
      bytes,
      connections: z.object({ used: count, max: count }),
    }),
    queues: z.array(
      z.object({
        kind: z.string().meta({ description: '`tasks`, or a kind of jobs' }),
        waiting: count.meta({ description: 'Due, and not running' }),
        running: count,
        later: count.meta({ description: 'Not due yet' }),
        failing: count.meta({ description: 'Waiting after an attempt that failed' }),
        oldestSeconds: z.number().min(0).nullable().meta({ description: 'How long the oldest one is due' }),
      }),
    ),
    stored: z
      .array(z.object({ kind: z.enum(STORED_KINDS), bytes }))
      .meta({ description: 'What the disks hold, by kind; rows include their indexes' }),
    segments: z.object({
      count,
      lines: count,
      bytes,
      recentLines: count.meta({ description: 'Not sealed yet, about' }),
    }),
  })
  .meta({ id: 'PlatformHealth' })
export type PlatformHealth = z.infer<typeof PlatformHealth>

export const SERVER_LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'fatal'] as const
export const ServerLogLevel = z.enum(SERVER_LOG_LEVELS)
export type ServerLogLevel = z.infer<typeof ServerLogLevel>

export const ServerLogLine = z
  .object({
    id: Uuid,
    time: Timestamp,
    server: z.string(),
    level: ServerLogLevel,
    message: z.string(),
    fields: z.string().meta({ description: 'Everything else of the line, as JSON; cut after some kilobytes' }),
  })
  .meta({ id: 'ServerLogLine' })
export type ServerLogLine = z.infer<typeof ServerLogLine>
export const ServerLogPage = pageOf(ServerLogLine).meta({ id: 'ServerLogPage' })

export const ServerLogQuery = PageQuery.extend({
  level: ServerLogLevel.optional().meta({ description: 'This level and worse ones' }),
  server: z.string().max(200).optional(),
  q: z.string().max(200).optional().meta({ description: 'Part of the message or of a field, such as a request id' }),
})
export type ServerLogQuery = z.infer<typeof ServerLogQuery>
