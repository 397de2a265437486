import type { Runtime } from '@alcove/contract'
import type { InnerPaths, RuntimeImage } from '../sandbox/sandbox.ts'

/** What to start for a runtime. */
export interface InstalledRuntime {
  name: Runtime
  version: string
  image: RuntimeImage
  /** After the executable. */
  args(inner: InnerPaths, memoryMb: number): string[]
  /** Added to the clean environment that it starts with; what a function's author sets comes later, with its code. */
  environment(inner: InnerPaths): Record<string, string>
  /** Whether one instance can work on several calls at a time. */
  concurrent: boolean
  /** Whether sandboxes of it may be started before it is known for which function. */
  prewarm: boolean
  /** How to learn where hung code stands; null: there is no way. */
  hang: HangProbe | null
}

export type HangProbe =
  /** V8's inspector, opened by SIGUSR1. */
  | { kind: 'inspector' }
  /** It writes its stacks to that stream when it gets the signal, and goes on. */
  | { kind: 'signal'; signal: NodeJS.Signals; stream: 'stdout' | 'stderr' }

export interface MissingRuntime {
  name: Runtime
  /** The one command that installs it. */
  remedy: string
}

/** What a family's search for one of its runtimes comes to. */
export type Found = InstalledRuntime | MissingRuntime

export function isInstalled(found: Found): found is InstalledRuntime {
  return 'image' in found
}
