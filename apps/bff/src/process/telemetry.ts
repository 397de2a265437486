import type { CallReport, TriggerKind } from '@alcove/contract'
import { DISK_ROOMS, MB } from '@alcove/contract'
import type { Engine, EngineInfo } from '@alcove/engine'
import type { Platform } from '@alcove/platform'
import { basename } from 'node:path'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { ByteBudget } from '../wire/byte-budget.ts'

export interface Telemetry {
  registry: Registry
  called(trigger: TriggerKind, report: CallReport): void
  /** Counts an error that nothing caught and that the server survived. */
  uncaught(origin: NodeJS.UncaughtExceptionOrigin): void
}

/** Sums of metrics that have labels. Their names are those of counters, which they are not: promtool refuses them. */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total']

/** Prometheus metrics of this process. Labels contain no space or function names, because the page needs no sign-in. */
export function createTelemetry(platform: Platform, engine: Engine, budget: ByteBudget): Telemetry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  for (const name of MISNAMED) registry.removeSingleMetric(name)
  const invocations = new Counter({
    name: 'alcove_invocations_total',
    help: 'Calls by how they ended',
    labelNames: ['status', 'trigger'],
    registers: [registry],
  })
  const duration = new Histogram({
    name: 'alcove_invocation_duration_seconds',
    help: 'From admission to the last byte of the response',
    labelNames: ['start'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [registry],
  })
  const uncaught = new Counter({
    name: 'alcove_uncaught_errors_total',
    help: 'Errors that nothing caught: each is a fault of Alcove, and in its log with its stack',
    labelNames: ['origin'],
    registers: [registry],
  })
  for (const origin of ['uncaughtException', 'unhandledRejection']) uncaught.inc({ origin }, 0)
  describeEngine(registry, engine)
  describeBudget(registry, budget)
  describePlatform(registry, platform)

  return {
    registry,
    called(trigger, report) {
      invocations.inc({ status: report.status, trigger })
      if (report.start) duration.observe({ start: report.start }, report.durationMs / 1000)
    },
    uncaught(origin) {
      uncaught.inc({ origin })
    },
  }
}

/** What this server still has to store, and the room for it. */
function describePlatform(registers: Registry, { recorder, pool, disk }: Platform): void {
  const gauge = (name: string, help: string, labelNames: string[], read: () => Sample[]) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registers],
      collect() {
        this.reset()
        for (const [labels, value] of read()) this.set(labels, value)
      },
    })
  gauge('alcove_records_waiting', 'Calls and lines that are not stored yet', [], () => [
    [{}, recorder.backlog().waiting],
  ])
  gauge('alcove_records_oldest_seconds', 'How long the oldest of them waits', [], () => [
    [{}, recorder.backlog().oldestMs / 1000],
  ])
  new Counter({
    name: 'alcove_records_dropped_total',
    help: 'Calls and lines that were never stored, because the disk was full',
    registers: [registers],
    collect() {
      this.reset()
      this.inc(recorder.backlog().dropped)
    },
  })
  gauge('alcove_database_connections', 'Connections of the API to the database', ['state'], () => [
    [{ state: 'busy' }, pool.totalCount - pool.idleCount],
    [{ state: 'idle' }, pool.idleCount],
  ])
  gauge('alcove_database_waiting', 'Statements of the API that wait for a connection', [], () => [
    [{}, pool.waitingCount],
  ])
  // Folders by name only, and not their paths: the page needs no sign-in.
  const disks = (read: (each: (typeof disk.disks)[number]) => number) => (): Sample[] =>
    disk.disks.map((each) => [{ holds: each.folders.map((folder) => basename(folder)).join(',') }, read(each)])
  gauge(
    'alcove_disk_size_bytes',
    'Size of a disk',
    ['holds'],
    disks(({ bytes }) => bytes),
  )
  gauge(
    'alcove_disk_free_bytes',
    'Free space of a disk',
    ['holds'],
    disks(({ freeBytes }) => freeBytes),
  )
  gauge(
    'alcove_disk_step',
    'How little room is left: 0 enough, 1 low, 2 no code, objects and payloads, 3 no lines either, 4 no records',
    [],
    () => [[{}, DISK_ROOMS.indexOf(disk.room)]],
  )
}

function describeBudget(registry: Registry, budget: ByteBudget): void {
  new Gauge({
    name: 'alcove_bytes_in_flight',
    help: 'Bodies, events and answers in memory',
    registers: [registry],
    collect() {
      this.set(budget.used)
    },
  })
  const most = new Gauge({
    name: 'alcove_bytes_in_flight_max',
    help: 'As much of them as there may be',
    registers: [registry],
  })
  most.set(budget.limits.server)
}

type Sample = [labels: Record<string, string>, value: number]

/** Gauges and counters that are read from the engine on each scrape. */
function describeEngine(registers: Registry, engine: Engine): void {
  type Read = (info: EngineInfo) => Sample[]
  const configuration = (name: string, help: string, labelNames: string[], read: Read) => ({
    name,
    help,
    labelNames,
    registers: [registers],
    collect(this: Gauge | Counter) {
      // Forget series that no longer exist, instead of repeating their last value.
      this.reset()
      for (const [labels, value] of read(engine.info())) this.inc(labels, value)
    },
  })
  const gauge = (...of: Parameters<typeof configuration>) => new Gauge(configuration(...of))
  /** The engine's totals count from its start, so they restart with the process, as Prometheus expects. */
  const counter = (...of: Parameters<typeof configuration>) => new Counter(configuration(...of))

  gauge('alcove_ready', 'Whether a function can run', [], ({ ready }) => [[{}, ready ? 1 : 0]])
  gauge('alcove_instances', 'Running instances, by state', ['state'], ({ states }) =>
    Object.entries(states).map(([state, count]) => [{ state }, count]),
  )
  gauge('alcove_instances_max', 'Most instances at the same time', [], (info) => [[{}, info.maxInstances]])
  gauge('alcove_calls_queued', 'Calls waiting for an instance', [], ({ queued }) => [[{}, queued]])
  gauge('alcove_queue_oldest_seconds', 'How long the oldest queued call has waited', [], ({ queues }) => [
    [{}, Math.max(0, ...queues.map(({ oldestMs }) => oldestMs)) / 1000],
  ])
  const prewarmed = (field: 'ready' | 'target') => (info: EngineInfo) =>
    info.prewarmed.map(({ runtime, memoryMb, [field]: count }): Sample => [
      { runtime, memory_mb: String(memoryMb) },
      count,
    ])
  const labels = ['runtime', 'memory_mb']
  gauge('alcove_prewarmed', 'Sandboxes that wait for code', labels, prewarmed('ready'))
  gauge('alcove_prewarmed_target', 'Sandboxes that should wait for code', labels, prewarmed('target'))
  const bytes = (megabytes: number): Sample[] => [[{}, megabytes * MB]]
  gauge('alcove_memory_used_bytes', 'Memory promised to instances', [], ({ memoryMb }) => bytes(memoryMb.used))
  gauge('alcove_memory_budget_bytes', 'Memory limit of all instances together', [], ({ memoryMb }) =>
    bytes(memoryMb.budget),
  )
  // The names before base units, for those who read them already.
  gauge('alcove_memory_used_megabytes', 'alcove_memory_used_bytes in MiB', [], ({ memoryMb }) => [[{}, memoryMb.used]])
  gauge('alcove_memory_budget_megabytes', 'alcove_memory_budget_bytes in MiB', [], ({ memoryMb }) => [
    [{}, memoryMb.budget],
  ])
  counter('alcove_instance_starts_total', 'Instances started, by how', ['kind'], ({ starts }) => [
    [{ kind: 'cold' }, starts.cold],
    [{ kind: 'prewarmed' }, starts.prewarmed],
    [{ kind: 'failed' }, starts.failed],
  ])
  counter('alcove_instance_evictions_total', 'Idle instances let go to make room', [], ({ starts }) => [
    [{}, starts.evicted],
  ])
}
