import type { Duplex, Readable } from 'node:stream'
import type { Isolation } from '@alcove/contract'

/** Paths as the process inside sees them. A driver may map host paths elsewhere. */
export interface InnerPaths {
  /** The runtime's executable. */
  binary: string
  /** Folder of the guest code. */
  guest: string
  /** Folder of the function's code, read-only: /var/task. */
  task: string
  /** The only folder that is always writable: /tmp. */
  tmp: string
  /** Folder of the layers, read-only: /opt. */
  layers: string
  /** Storage of the space: /mnt/space. */
  storage: string
}

/** What a runtime needs besides the shared root. Contains nothing of a user. */
export interface RuntimeImage {
  /** Host path of the executable. */
  binary: string
  /** Name under which programs find the executable on the `PATH`, as scripts with `#!/usr/bin/env node` do. */
  command?: string
  /** Host folder of the guest code. */
  guest: string
  /** The guest includes native code, which must be executable. */
  loadsNativeCode?: true
  /** Host folders (a standard library, a JDK) and where they appear inside, read-only. */
  folders: readonly { from: string; inside: string }[]
  /** Further host executables that appear inside at the same path, e.g. a shell. */
  programs: readonly string[]
  /** The runtime cannot change its working folder, so code mounted by `fill` must be reachable from the old one. */
  staysWhereItStarts?: true
}

/** What a sandbox gets from a revision: at its start, or through `fill` if it was prewarmed. */
export interface Contents {
  /** Host folder of the function's code. */
  task: string
  /** Host folder of the merged layers, or none. */
  layers: string | null
  /** Host folder of the space's storage, or none. */
  storage: string | null
}

export function showsFolder(contents: Contents | null, folder: string): boolean {
  return contents !== null && [contents.task, contents.layers, contents.storage].includes(folder)
}

export interface SandboxSpec {
  /** Unique among living sandboxes. Letters, digits and "-". */
  id: string
  image: RuntimeImage
  /** Null for a prewarmed sandbox, which gets its contents through `fill`. */
  contents: Contents | null
  /** Arguments after the executable. */
  args(inner: InnerPaths): string[]
  /** Added to the clean environment. */
  environment?(inner: InnerPaths): Readonly<Record<string, string>>
  /** Path of its network namespace; null gives it an empty one. The process driver ignores it. */
  network: string | null
  memoryMb: number
  tmpMb: number
  /** Processes and threads together. */
  maxProcesses: number
}

export interface SandboxExit {
  code: number | null
  signal: NodeJS.Signals | null
  /** The kernel, or the driver's own check, killed a process inside for its memory use. */
  outOfMemory: boolean
}

/** A started sandbox. Its main process, the runtime, inherits the control channel as fd 3 and no other descriptor of ours. */
export interface Sandbox extends AsyncDisposable {
  readonly id: string
  /** With the process driver, the paths of `contents` are valid only once there are contents. */
  readonly inner: InnerPaths
  readonly channel: Duplex
  readonly stdout: Readable
  readonly stderr: Readable
  /** Settles once the main process has exited and its output is read; never rejects. */
  readonly exited: Promise<SandboxExit>
  /**
   * Shows the contents to a prewarmed sandbox, once. Call it after the first output of its process: a container that is
   * still being set up may miss the mounts.
   */
  fill(contents: Contents): Promise<void>
  /** Host process id of the main process; null when there is none. */
  pid(): number | null
  /** Memory charged now, in MiB; null where the platform cannot tell. */
  memoryMb(): number | null
  /** CPU time of everything inside so far, in milliseconds; null where the platform cannot tell. */
  cpuMs(): number | null
  /** Highest memory charged so far, in MiB; null where the platform cannot tell. */
  peakMemoryMb(): number | null
  /** Whether there are so many zombies: ended processes nobody waited for. They count towards the process limit. */
  hasUnreaped(count: number): boolean
  /** Limits CPU time to this many cores. No-op where the driver cannot. */
  limitCpu(cores: number): void
  /** CPU weight from 1 to 1,024, the default. No-op where the driver cannot. */
  setCpuWeight(weight: number): void
  /** Stops every process inside. Idempotent. */
  freeze(): void
  thaw(): void
  /** Kills everything inside and removes every trace. Idempotent. */
  destroy(): Promise<void>
}

export interface SandboxDriver {
  /** Whether it can start sandboxes, as far as it knows. */
  readonly working: boolean
  readonly isolation: Isolation
  /** Name and version of its program, if it has one. */
  readonly program: string | null
  /**
   * Resolves once the process is starting. @throws when the machine cannot start it, never because of what runs inside
   */
  start(spec: SandboxSpec): Promise<Sandbox>
  /** Whether a living sandbox shows this host folder. */
  shows(folder: string): boolean
  /** Destroys the remaining sandboxes and frees everything the driver holds. */
  close(): Promise<void>
}
