import type { Logger } from 'pino'

/**
 * From here on what nothing catches does not end the process. Whatever a function or a client does to bring that about, an
 * operator must be able to open the console and delete the function: a server that is gone, and goes again at every start,
 * helps nobody. Each such error is a fault of ours, so it is logged with its stack and counted.
 */
export function surviveUncaught(log: Logger, count: (origin: NodeJS.UncaughtExceptionOrigin) => void): void {
  // Rejections that nothing handles come here too: Node.js raises them as uncaught exceptions.
  process.on('uncaughtException', (error, origin) => {
    try {
      log.error({ err: error, origin }, 'Nothing caught this error. The server goes on')
      count(origin)
    } catch {
      // An exception in here would end the process after all.
    }
  })
}
