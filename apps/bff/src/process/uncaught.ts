import type { Logger } from 'pino'

/**
 * From here on, uncaught errors do not end the process. Whatever input from a function or client causes one, an
 * operator must still be able to open the console and delete that function; a server that crashes at every start helps
 * nobody. Each such error is a bug in Alcove, so it is logged with its stack and counted.
 */
export function surviveUncaught(log: Logger, count: (origin: NodeJS.UncaughtExceptionOrigin) => void): void {
  // Unhandled rejections arrive here too: Node.js raises them as uncaught exceptions.
  process.on('uncaughtException', (error, origin) => {
    try {
      log.error({ err: error, origin }, 'Nothing caught this error. The server goes on')
      count(origin)
    } catch {
      // An exception in this handler would end the process after all.
    }
  })
}
