import type { GuestLogpoint, Logpoint, LogpointReport } from '../engine.ts'
import type { Instance } from '../instance/instance.ts'

type OnReport = (report: LogpointReport) => void

/** Logpoints of running code: those of each revision, set in all of its instances. */
export class Logpoints {
  readonly #wake: (instance: Instance) => void
  /** By function, and in it by revision. */
  readonly #functions = new Map<string, { points: ReadonlyMap<string, readonly Logpoint[]>; onReport: OnReport }>()

  /** @param wake thaws an instance that gets some */
  constructor(wake: (instance: Instance) => void) {
    this.#wake = wake
  }

  /** @param instances all that run */
  set(functionId: string, points: readonly Logpoint[], onReport: OnReport, instances: Iterable<Instance>): void {
    const before = this.#functions.get(functionId)
    if (points.length > 0) {
      this.#functions.set(functionId, { points: Map.groupBy(points, ({ revision }) => revision), onReport })
    } else this.#functions.delete(functionId)
    for (const instance of instances) {
      const { id } = instance.revision
      if (instance.revision.functionId !== functionId) continue
      const now = points.filter(({ revision }) => revision === id)
      const known = before?.points.get(id) ?? []
      if (now.length > 0 || known.length > 0) this.#send(instance, now, onReport)
    }
  }

  /** Sets those of a new instance, once its code is loaded. */
  started(instance: Instance): void {
    const { functionId } = instance.revision
    if (!this.#functions.has(functionId)) return
    void instance.ready.then(() => {
      const found = this.#functions.get(functionId)
      const points = found?.points.get(instance.revision.id)
      if (found && points) this.#send(instance, points, found.onReport)
    })
  }

  #send(instance: Instance, points: readonly Logpoint[], onReport: OnReport): void {
    const now = Date.now()
    const given = points.map((point) => givenOf(point, now))
    void instance.ready.then((failed) => {
      if (failed !== null) return
      instance.setLogpoints(given, onReport)
      this.#wake(instance)
    })
  }
}

function givenOf(point: Logpoint, now: number): GuestLogpoint {
  const { revision: _, until, ...given } = point
  return { ...given, ms: Math.max(0, until - now) }
}
