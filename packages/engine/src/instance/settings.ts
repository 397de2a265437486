import { LIMITS, type Revision } from '@alcove/contract'
import type { Code } from '../packages/prepared.ts'
import type { InnerPaths } from '../sandbox/sandbox.ts'

/** The payload of INIT: everything a guest needs to load the code. */
export function initSettings(revision: Revision, code: Code, inner: InnerPaths, concurrency: number): object {
  return {
    functionName: revision.functionName,
    runtime: revision.runtime,
    memoryMb: revision.memoryMb,
    environment: environmentOf(revision, inner),
    taskFolder: inner.task,
    layersFolder: inner.layers,
    storageFolder: inner.storage,
    tmpFolder: inner.tmp,
    handler: revision.handler,
    file: `${inner.task}/${code.file}`,
    shownFile: code.shownFile,
    exportName: code.exportName,
    sourceMaps: code.sourceMaps,
    concurrency,
    ...(revision.coverage === true && { coverage: true }),
    responseBytes: LIMITS.responseBytes,
    logs: { lineBytes: LIMITS.logLineBytes, bytes: LIMITS.logBytes, lines: LIMITS.logLines },
  }
}

/** The function's variables, and those of AWS Lambda that libraries look for. */
function environmentOf(revision: Revision, inner: InnerPaths): Record<string, string> {
  const own = { ...revision.environment, ...revision.secrets }
  const region = own['AWS_REGION'] ?? own['AWS_DEFAULT_REGION']
  return {
    ...(region === undefined ? {} : { AWS_REGION: region, AWS_DEFAULT_REGION: region }),
    AWS_EXECUTION_ENV: `Alcove_${revision.runtime}`,
    LAMBDA_TASK_ROOT: inner.task,
    LAMBDA_RUNTIME_DIR: inner.guest,
    ...own,
    _HANDLER: revision.handler,
    AWS_LAMBDA_FUNCTION_NAME: revision.functionName,
    // Versions with the same content share their instances.
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(revision.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `alcove/${revision.functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: revision.id,
  }
}
