import type { InstanceEndReason } from '@alcove/contract'
import type { Group } from './group.ts'
import type { Ledger } from './ledger.ts'
import type { PooledInstance } from './pooled-instance.ts'

export interface TerminationsOptions<I extends PooledInstance> {
  ledger: Ledger
  /** Called once for each instance, when nothing is left of it and its memory is free. */
  onGone(instance: I, group: Group<I>): void
  log(line: object): void
}

/** Ends instances. */
export class Terminations<I extends PooledInstance> {
  evicted = 0
  readonly #options: TerminationsOptions<I>

  constructor(options: TerminationsOptions<I>) {
    this.#options = options
  }

  /** Gives the instance no more calls. It is for the caller to terminate it when the last of its calls is done. */
  drain(group: Group<I>, instance: I): void {
    group.removeFree(instance)
    if (group.draining.has(instance)) return
    group.draining.add(instance)
    this.#options.ledger.drain(group.revision.memoryMb)
  }

  /** Takes back that it drains. */
  keep(group: Group<I>, instance: I): void {
    if (group.draining.delete(instance)) this.#options.ledger.drained(group.revision.memoryMb)
  }

  /** Takes the instance out of its group and ends it, unless that has been done already. */
  terminate(group: Group<I>, instance: I, reason: InstanceEndReason, detail: string): void {
    const { ledger, onGone, log } = this.#options
    const { use, revision } = group
    group.removeFree(instance)
    group.all.delete(instance)
    this.keep(group, instance)
    if (instance.stopped) return
    if (reason === 'evicted') this.evicted += 1
    ledger.leave(use, revision.memoryMb)
    void instance
      .stop(reason, detail)
      .catch((error: unknown) => {
        log({ level: 'error', message: `Instance ${instance.id} was not removed completely`, error: String(error) })
      })
      .then(() => {
        ledger.gone(revision.memoryMb)
        onGone(instance, group)
      })
  }
}
