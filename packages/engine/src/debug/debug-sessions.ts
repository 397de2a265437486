import { AlcoveError, hasDebugger, type Revision } from '@alcove/contract'
import type { DebugSession, OnDebugMessage } from '../engine.ts'
import { DebugLink } from '../instance/debug-link.ts'
import type { Instance } from '../instance/instance.ts'
import { classify } from '../instance/outcome.ts'
import { StartFailure } from '../instance/start-failure.ts'
import type { Ledger } from '../pool/ledger.ts'
import { openSession } from './debug-session.ts'

interface DebugSessionsOptions {
  /** Instances under a debugger at the same time. */
  max: number
  memoryBudgetMb: number
  ledger: Ledger
  start(revision: Revision, link: DebugLink): Promise<Instance>
  onEnded(instance: Instance): void
}

/** The debug sessions of this machine. They share the memory budget of the pool, and nothing else. */
export class DebugSessions {
  readonly #options: DebugSessionsOptions
  readonly #open = new Map<DebugSession, Instance>()
  #starting = 0
  #closed = false

  constructor(options: DebugSessionsOptions) {
    this.#options = options
  }

  get instances(): Iterable<Instance> {
    return this.#open.values()
  }

  /** @throws {AlcoveError} when there is no room, or the instance cannot be started */
  async open(revision: Revision, onMessage: OnDebugMessage): Promise<DebugSession> {
    const { ledger, max, memoryBudgetMb } = this.#options
    const { memoryMb } = revision
    if (this.#closed) throw new AlcoveError('Unavailable', 'The engine is closing')
    if (!hasDebugger(revision.runtime)) {
      throw new AlcoveError(
        'Conflict',
        `There is no step debugger for ${revision.runtime} yet: use runs, tests and logs`,
      )
    }
    if (this.#open.size + this.#starting >= max) {
      const message = `${max} of ${max} debug instances of this machine are in use: try again when one has ended`
      throw new AlcoveError('Unavailable', message)
    }
    if (ledger.usedMb + memoryMb > memoryBudgetMb) {
      const message = `A debug instance needs ${memoryMb} MB and the machine has ${Math.max(0, memoryBudgetMb - ledger.usedMb)} MB left: try again later`
      throw new AlcoveError('Unavailable', message)
    }
    const use = ledger.use(revision.functionId, revision.spaceId)
    ledger.add(use, memoryMb)
    const free = () => {
      ledger.remove(use, memoryMb)
      ledger.forget(use)
    }
    const link = new DebugLink(onMessage)
    this.#starting += 1
    const instance = await this.#start(revision, link, free).finally(() => (this.#starting -= 1))
    const session = openSession({
      instance,
      link,
      onGone: () => {
        this.#open.delete(session)
        free()
        this.#options.onEnded(instance)
      },
    })
    this.#open.set(session, instance)
    if (this.#closed) void session.end('The engine is closing')
    const failed = await Promise.race([link.attached.then(() => null), instance.ready])
    if (failed === null) return session
    await session.end('The instance did not start')
    throw refusal(failed)
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([...this.#open.keys()].map((session) => session.end('The engine is closing')))
  }

  async #start(revision: Revision, link: DebugLink, free: () => void): Promise<Instance> {
    try {
      return await this.#options.start(revision, link)
    } catch (error) {
      free()
      throw error instanceof StartFailure ? refusal(error.outcome) : error
    }
  }
}

function refusal(outcome: StartFailure['outcome']): AlcoveError {
  const { code, error } = classify(outcome)
  return new AlcoveError(code ?? 'Unavailable', error?.message ?? 'The instance did not start', {
    ...(error !== null && { error }),
  })
}
