import { inspect } from 'node:util'
import { heldMs } from './debugger.mjs'
import { processMs } from './process-ms.mjs'

/**
 * The context of a handler: AWS's properties under their names, and our own.
 * @param {any} settings what is fixed for the instance
 * @param {any} given what the host said about the call
 * @param {number} remainingMs
 * @param {(level: import('./logs.mjs').Level, message: string) => void} line
 * @param {import('./open-call.mjs').OpenCall} call
 */
export function makeContext(settings, given, remainingMs, line, call) {
  // While a debugger holds the code, its time does not run.
  const ends = processMs() - heldMs() + remainingMs
  const arn = `alcove:${given.space}:${given.function}:${given.qualifier}`
  const logger =
    (/** @type {import('./logs.mjs').Level} */ level) =>
    (/** @type {unknown[]} */ ...values) =>
      line(level, values.map((value) => (typeof value === 'string' ? value : inspect(value))).join(' '))
  return {
    requestId: given.invocationId,
    awsRequestId: given.invocationId,
    space: given.space,
    functionName: given.function,
    functionVersion: given.version,
    qualifier: given.qualifier,
    invokedFunctionArn: arn,
    runtime: settings.runtime,
    memoryLimitInMB: String(settings.memoryMb),
    logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
    deadlineMs: Date.now() + remainingMs,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(ends + heldMs() - processMs())),
    trigger: { type: given.trigger, name: given.triggerName },
    traceId: given.traceId,
    get signal() {
      return call.signal
    },
    callbackWaitsForEmptyEventLoop: false,
    log: {
      trace: logger('trace'),
      debug: logger('debug'),
      info: logger('info'),
      warn: logger('warn'),
      error: logger('error'),
    },
  }
}
