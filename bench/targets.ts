/** The target of a row. */
export interface Target {
  what: string
  unit: string
  /** The reference; null if the value itself counts. */
  reference: string | null
  /** Whether `higher` or `lower` is better. */
  better: 'higher' | 'lower'
  /** Absent in rows that are only compared. */
  must?: number
  aim?: number
}

const lower = { better: 'lower' } as const
const higher = { better: 'higher' } as const
const bare = 'bare Node'

export const TARGETS = {
  'warm-throughput': { what: 'calls, 32 connections', unit: '/s', reference: bare, ...higher, must: 0.4, aim: 0.55 },
  'warm-p50': { what: 'a call, 1 connection, p50', unit: 'ms', reference: bare, ...lower, must: 5, aim: 3 },
  'warm-p99': { what: 'calls, 32 connections, p99', unit: 'ms', reference: bare, ...lower, must: 3, aim: 1.5 },
  'gateway-route': {
    what: 'calls by one of 1,000 routes, 32 connections',
    unit: '/s',
    reference: 'the function’s URL',
    ...higher,
    must: 0.95,
    aim: 1,
  },
  'cold-miss': {
    what: 'first call, no sandbox ready, p50',
    unit: 'ms',
    reference: 'bare start',
    ...lower,
    must: 1.8,
    aim: 1.2,
  },
  'cold-hit': {
    what: 'first call, sandbox ready, p50',
    unit: 'ms',
    reference: 'bare start',
    ...lower,
    must: 0.15,
    aim: 0.06,
  },
  'cold-hit-p99': { what: 'the same, p99', unit: 'ms', reference: 'bare start', ...lower, must: 0.5, aim: 0.2 },
  thaw: { what: 'call to a frozen instance, p50', unit: 'ms', reference: 'warm p50', ...lower, must: 4, aim: 2 },
  pause: {
    what: 'call after the same pause, nothing frozen, p50',
    unit: 'ms',
    reference: 'warm p50',
    ...lower,
  },
  'idle-memory': {
    what: 'per idle instance, of 50',
    unit: 'MiB',
    reference: 'bare RSS',
    ...lower,
    must: 0.25,
    aim: 0.15,
  },
  'zero-memory': {
    what: '1,000 functions scaled to zero',
    unit: 'MiB',
    reference: 'bare RSS',
    ...lower,
    must: 0.5,
    aim: 0.1,
  },
  'scale-out': {
    what: 'instances, from 0 to 20',
    unit: '/s',
    reference: '`node -e 0`',
    ...higher,
    must: 0.5,
    aim: 0.8,
  },
  'log-cost': {
    what: 'calls with one log line, 32 connections',
    unit: '/s',
    reference: 'without',
    ...higher,
    must: 0.85,
    aim: 0.95,
  },
  'logpoint-cost': {
    what: 'calls with a logpoint, 200 a second, p99',
    unit: 'ms',
    reference: 'without',
    ...lower,
    must: 1.5,
    aim: 1.2,
  },
  'quota-cost': {
    what: 'calls within quotas, 32 connections',
    unit: '/s',
    reference: 'without quotas',
    ...higher,
    must: 0.97,
    aim: 1,
  },
  neighbour: {
    what: 'p99 of a quiet function beside a hostile one',
    unit: 'ms',
    reference: 'alone',
    ...lower,
    must: 3,
    aim: 1.5,
  },
  'async-accept': {
    what: 'asynchronous calls accepted and committed, 64 connections',
    unit: '/s',
    reference: null,
    ...higher,
    must: 2000,
    aim: 4000,
  },
  'async-share': {
    what: 'the same, held against answers',
    unit: '/s',
    reference: bare,
    ...higher,
  },
  'async-drain': { what: 'asynchronous calls run, 64 at a time, none lost', unit: '/s', reference: null, ...higher },
  'object-put': {
    what: 'objects of 1 MB put, 8 connections',
    unit: '/s',
    reference: 'a file server',
    ...higher,
    must: 0.5,
    aim: 0.8,
  },
  'object-get': {
    what: 'objects of 1 MB got, 8 connections',
    unit: '/s',
    reference: 'a file server',
    ...higher,
    must: 0.5,
    aim: 0.8,
  },
  'object-memory': {
    what: 'a 5 GiB object in and out, growth of the server',
    unit: 'MiB',
    reference: null,
    ...lower,
    must: 64,
    aim: 32,
  },
  'timer-lag': {
    what: '1,000 timers over a minute, how late they fire, p99',
    unit: 'ms',
    reference: null,
    ...lower,
    must: 100,
    aim: 25,
  },
  'timer-burst': {
    what: '1,000 timers due at once, the last one',
    unit: 'ms',
    reference: null,
    ...lower,
    must: 10_000,
    aim: 1000,
  },
  'log-search': {
    what: 'word search over the lines of a space while calls run, p95',
    unit: 'ms',
    reference: null,
    ...lower,
    must: 300,
    aim: 50,
  },
  'log-search-part': {
    what: 'the same, a part of a word',
    unit: 'ms',
    reference: null,
    ...lower,
    must: 3000,
    aim: 1000,
  },
  'records-disk': {
    what: 'on disk per invocation with one line, sealed',
    unit: 'bytes',
    reference: null,
    ...lower,
    must: 600,
    aim: 300,
  },
  'retention-drop': {
    what: 'dropping all sealed lines',
    unit: 'ms',
    reference: null,
    ...lower,
    must: 1000,
    aim: 200,
  },
  start: { what: 'second `npm start` until ready', unit: 's', reference: null, ...lower, must: 4, aim: 2.5 },
} as const satisfies Record<string, Target>

export type TargetId = keyof typeof TARGETS

/** A target or a variant of it: `cold-miss (python3)`. */
export type RowName = TargetId | `${TargetId} (${string})`

export function targetOf(row: RowName): Target {
  return TARGETS[row.split(' ', 1)[0] as TargetId]
}

export function verdict({ better, must, aim }: Target, ratio: number): '' | 'aim met' | 'must met' | 'MISSED' {
  if (must === undefined || aim === undefined) return ''
  const reaches = (bound: number) => (better === 'higher' ? ratio >= bound : ratio <= bound)
  return reaches(aim) ? 'aim met' : reaches(must) ? 'must met' : 'MISSED'
}
