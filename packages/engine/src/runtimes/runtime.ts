import type { Runtime } from '@alcove/contract'
import type { InnerPaths, RuntimeImage } from '../sandbox/sandbox.ts'

/** How to start a runtime. */
export interface InstalledRuntime {
  name: Runtime
  version: string
  image: RuntimeImage
  /** Arguments after the executable. `prewarmed`: it starts before its function is known. */
  args(inner: InnerPaths, memoryMb: number, prewarmed: boolean): string[]
  /** Added to the clean environment. The function's own variables arrive later, with its code. */
  environment(inner: InnerPaths): Record<string, string>
  /** Whether one instance can run several calls at a time. */
  concurrent: boolean
  /** Whether its sandboxes can start before their function is known. */
  prewarm: boolean
  /** How to find where hung code is; null when there is no way. */
  hang: HangProbe | null
}

/** Where native code of the package and of layers finds shared libraries. Read when the process starts. */
export function libraryPath({ task, layers }: InnerPaths): Record<string, string> {
  return { LD_LIBRARY_PATH: `${task}:${task}/lib:${layers}/lib` }
}

export type HangProbe =
  /** V8's inspector, opened with SIGUSR1. */
  | { kind: 'inspector' }
  /** On this signal the runtime writes its stacks to the stream and keeps running. */
  | { kind: 'signal'; signal: NodeJS.Signals; stream: 'stdout' | 'stderr' }

export interface MissingRuntime {
  name: Runtime
  /** The command that installs it. */
  remedy: string
}

/** The result of looking for a runtime. */
export type Found = InstalledRuntime | MissingRuntime

export function isInstalled(found: Found): found is InstalledRuntime {
  return 'image' in found
}
