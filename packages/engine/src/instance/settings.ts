import { LIMITS, type Revision } from '@alcove/contract'
import type { Code } from '../packages/prepared.ts'
import type { InnerPaths } from '../sandbox/sandbox.ts'

/** The payload of INIT: everything a guest needs to load the code. */
export function initSettings(revision: Revision, code: Code, inner: InnerPaths, concurrency: number): object {
  return {
    functionName: revision.functionName,
    runtime: revision.runtime,
    memoryMb: revision.memoryMb,
    environment: { ...revision.environment, ...revision.secrets },
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
    responseBytes: LIMITS.responseBytes,
    logs: { lineBytes: LIMITS.logLineBytes, bytes: LIMITS.logBytes, lines: LIMITS.logLines },
  }
}
