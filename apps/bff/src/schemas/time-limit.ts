import { createContext, Script } from 'node:vm'

const context = createContext({ run: null })
const script = new Script('run()')
/** On a busy machine most of the time may go to other processes: then the code runs again from the start. */
const ATTEMPTS = 5

/**
 * Runs synchronous code of ours on input from others, and ends it when it takes too long: schemas can make even a sound
 * validator work for years. The timeout of `node:vm` stops everything that runs below it, by the clock on the wall; what
 * counts here is the thread's processor time, so that the same input is accepted on an idle and on a busy machine.
 * @param run may run more than once
 * @returns null when it used more than `ms` of processor time, or got too little of it in {@link ATTEMPTS} times `ms`
 */
export function withinTime<T>(ms: number, run: () => T): { value: T } | null {
  context['run'] = run
  try {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const before = process.threadCpuUsage()
      try {
        return { value: script.runInContext(context, { timeout: ms }) as T }
      } catch (error) {
        if ((error as { code?: string }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
        const { user, system } = process.threadCpuUsage(before)
        if (user + system >= ms * 900) return null
      }
    }
    return null
  } finally {
    context['run'] = null
  }
}
