import type { Engine } from '@alcove/engine'
import type { Platform } from '@alcove/platform'

export interface Health {
  status: 200 | 503
  body: { status: 'ok' | 'unavailable'; detail?: string }
}

/** A database that takes longer than this hangs. */
const PATIENCE_MS = 3_000

export const alive: Health = { status: 200, body: { status: 'ok' } }

/** Ready means able to run a function: the database answers, and the engine could start an instance of some runtime. */
export async function readiness({ platform, engine }: { platform: Platform; engine: Engine }): Promise<Health> {
  const { ready, runtimes } = engine.info()
  if (!runtimes.some(({ available }) => available)) {
    const remedy = runtimes.find((runtime) => runtime.remedy)?.remedy
    return unavailable(`No runtime is installed${remedy ? `. To mend it: ${remedy}` : ''}`)
  }
  if (!ready) return unavailable('The engine cannot start an instance: start the server again')
  try {
    const question = { text: 'select 1', query_timeout: PATIENCE_MS }
    await platform.pool.query(question)
  } catch {
    return unavailable('The database does not answer')
  }
  return alive
}

const unavailable = (detail: string): Health => ({ status: 503, body: { status: 'unavailable', detail } })
