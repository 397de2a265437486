import type { Duplex, Readable } from 'node:stream'
import type { Isolation } from '@alcove/contract'

/** Where things are for the process inside: a driver may show them at other places than the host has them. */
export interface InnerPaths {
  /** The language's executable. */
  binary: string
  /** Folder of the guest code. */
  guest: string
  /** Folder of the function's code, read-only: /var/task. */
  task: string
  /** The only folder that is always there to write to: /tmp. */
  tmp: string
  /** Folder of the layers, read-only: /opt. */
  layers: string
  /** Storage of the space: /mnt/space. */
  storage: string
}

/** What a language needs to see besides the shared root: nothing in it is a user's. */
export interface RuntimeImage {
  /** Host path of the executable. */
  binary: string
  /** Host folder of the guest code. */
  guest: string
  /** The guest comes with native code, which must be executable. */
  loadsNativeCode?: true
  /** Host folders (a standard library, a JDK) and where they appear inside, read-only. */
  folders: readonly { from: string; inside: string }[]
  /** Further host executables that appear inside at the same path, e.g. a shell. */
  programs: readonly string[]
  /** It cannot change its working folder: filled later, it finds the code from where it stands all the same. */
  staysWhereItStarts?: true
}

/** What a sandbox is given when it takes up a revision: at its start, or later when it was started ahead. */
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
  /** Unique while it lives; letters, digits and "-". */
  id: string
  image: RuntimeImage
  /** Null: started ahead, before it is known what for; `fill` follows. */
  contents: Contents | null
  /** Arguments after the executable. */
  args(inner: InnerPaths): string[]
  /** Added to the clean environment that the runtime starts with. */
  environment?(inner: InnerPaths): Readonly<Record<string, string>>
  /** Path of a network namespace made for it; null: an empty one. The process driver has no use for it. */
  network: string | null
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
  /** Where a driver shows things where the host has them, those of `contents` are right only once there are any. */
  readonly inner: InnerPaths
  readonly channel: Duplex
  readonly stdout: Readable
  readonly stderr: Readable
  /** Settles once the first process is gone and its output has been read; never rejects. */
  readonly exited: Promise<SandboxExit>
  /**
   * Shows the contents to a sandbox that was started ahead without any: once, and not before its first process has spoken,
   * since a container that is still being put together may miss them.
   */
  fill(contents: Contents): Promise<void>
  /** Process id, as the host sees it, of the first process inside; null while there is none. */
  pid(): number | null
  /** Memory charged now, in MiB; null where the platform cannot tell. */
  memoryMb(): number | null
  /** Processor time used so far by everything inside, in milliseconds; null where the platform cannot tell. */
  cpuMs(): number | null
  /** Highest memory charged to the sandbox so far, in MiB; null where the platform cannot tell. */
  peakMemoryMb(): number | null
  /** Holds the processing time to so many cores; a no-op where the driver cannot. */
  limitCpu(cores: number): void
  /** Its part of the processors where they are short, from 1 to 1,024 as it has at first; a no-op where the driver cannot. */
  setCpuWeight(weight: number): void
  /** Stops every process inside where it stands. Freezing twice is freezing once. */
  freeze(): void
  thaw(): void
  /** Kills everything inside and removes every trace. Resolves when nothing is left; calling again is free. */
  destroy(): Promise<void>
}

export interface SandboxDriver {
  /** Whether it can start sandboxes, as far as it knows. */
  readonly working: boolean
  readonly isolation: Isolation
  /** Name and version of the program behind it, if there is one. */
  readonly program: string | null
  /** Resolves once it is on its way. @throws when the machine cannot start it: never because of what runs inside. */
  start(spec: SandboxSpec): Promise<Sandbox>
  /** Whether a sandbox that lives is shown this host folder. */
  shows(folder: string): boolean
  /** Destroys what is left and gives the machine back everything that was taken. */
  close(): Promise<void>
}
