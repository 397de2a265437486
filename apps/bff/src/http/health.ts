import type { Engine } from '@alcove/engine'
import type { Platform } from '@alcove/platform'

export interface Health {
  status: 200 | 503
  body: { status: 'ok' | 'degraded' | 'unavailable'; detail?: string }
}

/** A database that takes longer than this counts as hanging. */
const PATIENCE_MS = 3_000

export const alive: Health = { status: 200, body: { status: 'ok' } }

/**
 * Ready means that functions can run: the database answers, and the engine can start an instance of some runtime.
 * Degraded means ready, but an operator should look at something.
 */
export async function readiness({ platform, engine }: { platform: Platform; engine: Engine }): Promise<Health> {
  const { runtimes } = engine.info()
  if (!runtimes.some(({ available }) => available)) {
    const remedy = runtimes.find((runtime) => runtime.remedy)?.remedy
    return unavailable(`No runtime is installed${remedy ? `. To fix it: ${remedy}` : ''}`)
  }
  const trouble = engine.trouble()
  if (trouble !== null) return unavailable(trouble)
  try {
    const question = { text: 'select 1', query_timeout: PATIENCE_MS }
    await platform.pool.query(question)
  } catch {
    return unavailable('The database does not answer')
  }
  const { warning } = platform.disk
  return warning === null ? alive : { status: 200, body: { status: 'degraded', detail: warning } }
}

const unavailable = (detail: string): Health => ({ status: 503, body: { status: 'unavailable', detail } })
