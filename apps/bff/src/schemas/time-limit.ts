import { createContext, Script } from 'node:vm'

const context = createContext({ run: null })
const script = new Script('run()')

/**
 * Runs synchronous code of ours on input from others, and ends it when it takes too long: schemas can make even a sound
 * validator work for years. The timeout of `node:vm` stops everything that runs below it.
 * @returns null when the time is up
 */
export function withinTime<T>(ms: number, run: () => T): { value: T } | null {
  context['run'] = run
  try {
    return { value: script.runInContext(context, { timeout: ms }) as T }
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return null
    throw error
  } finally {
    context['run'] = null
  }
}
