import type { InstanceEndReason } from '@alcove/contract'
import type { Instance } from '../instance/instance.ts'
import type { Group } from './group.ts'

export interface DeparturesOptions {
  /** Called once for each instance, when nothing is left of it and its memory is free. */
  onGone(instance: Instance, group: Group): void
  log(line: object): void
}

/** Instances on their way out. */
export class Departures {
  evicted = 0
  readonly #options: DeparturesOptions
  readonly #underWay = new Set<Promise<void>>()

  constructor(options: DeparturesOptions) {
    this.#options = options
  }

  /** Takes it out of service and ends it. */
  dismiss(group: Group, instance: Instance, reason: InstanceEndReason, detail: string): void {
    group.drop(instance)
    group.all.delete(instance)
    group.draining.delete(instance)
    if (instance.stopped) return
    if (reason === 'evicted') this.evicted += 1
    const gone = instance
      .stop(reason, detail)
      .catch((error: unknown) => {
        const message = `Instance ${instance.id} was not removed whole`
        this.#options.log({ level: 'error', message, error: String(error) })
      })
      .finally(() => {
        this.#underWay.delete(gone)
        this.#options.onGone(instance, group)
      })
    this.#underWay.add(gone)
  }

  /** Resolves when all that are on their way are gone. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay)
  }
}
