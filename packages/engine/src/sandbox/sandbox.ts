import type { Duplex, Readable } from 'node:stream'
import type { Isolation } from '@alcove/contract'

/** Where things are for the process inside: a driver may show them at other places than the host has them. */
export interface InnerPaths {
  /** The language's executable. */
  binary: string
  /** Folder of the guest code. */
  guest: string
  /** Folder of the function's code, read-only. */
  task: string
  /** The only folder that can be written to. */
  tmp: string
}

export interface SandboxSpec {
  /** Unique while it lives; letters, digits and "-". */
  id: string
  /** Host path of the language's executable. */
  binary: string
  /** Host path of the function's code. */
  task: string
  /** Arguments after the executable. */
  args(inner: InnerPaths): string[]
  memoryMb: number
  tmpMb: number
  /** Processes and threads together. */
  maxProcesses: number
}

export interface SandboxExit {
  code: number | null
  signal: NodeJS.Signals | null
  /** The kernel (or the driver's watch) killed something inside for want of memory. */
  outOfMemory: boolean
}

/** One started sandbox. Its first process inherits the control channel as fd 3 and holds no other descriptor of ours. */
export interface Sandbox extends AsyncDisposable {
  readonly id: string
  readonly inner: InnerPaths
  readonly channel: Duplex
  readonly stdout: Readable
  readonly stderr: Readable
  /** Settles once the first process is gone and its output has been read; never rejects. */
  readonly exited: Promise<SandboxExit>
  /** Highest memory charged to the sandbox so far, in MiB; null where the platform cannot tell. */
  peakMemoryMb(): number | null
  /** Holds the processing time to so many cores; a no-op where the driver cannot. */
  limitCpu(cores: number): void
  /** Stops every process inside where it stands. Freezing twice is freezing once. */
  freeze(): void
  thaw(): void
  /** Kills everything inside and removes every trace. Resolves when nothing is left; calling again is free. */
  destroy(): Promise<void>
}

export interface SandboxDriver {
  readonly isolation: Isolation
  /** Name and version of the program behind it, if there is one. */
  readonly program: string | null
  /** @throws when the machine cannot start it: never because of what runs inside. */
  start(spec: SandboxSpec): Sandbox
  /** Destroys what is left and gives the machine back everything that was taken. */
  close(): Promise<void>
}
