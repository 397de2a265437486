import type { CallReport, TriggerKind } from '@alcove/contract'
import type { Engine } from '@alcove/engine'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

export interface Telemetry {
  registry: Registry
  called(trigger: TriggerKind, report: CallReport): void
}

/** Prometheus metrics of this process. Labels name no space or function: the page needs no sign-in. */
export function createTelemetry(engine: Engine): Telemetry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
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
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  gauge('alcove_instances', 'Instances alive', () => engine.info().instances)
  gauge('alcove_instances_busy', 'Instances that serve a call', () => engine.info().busy)
  gauge('alcove_calls_queued', 'Calls that wait for an instance', () => engine.info().queued)
  gauge('alcove_memory_used_megabytes', 'Memory promised to instances', () => engine.info().memoryMb.used)
  gauge('alcove_memory_budget_megabytes', 'Memory instances may have together', () => engine.info().memoryMb.budget)
  gauge('alcove_ready', 'Whether a function can run', () => (engine.info().ready ? 1 : 0))

  return {
    registry,
    called(trigger, report) {
      invocations.inc({ status: report.status, trigger })
      if (report.start) duration.observe({ start: report.start }, report.durationMs / 1000)
    },
  }
}
