import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Duplex, Readable } from 'node:stream'
import { readText } from '../read-text.ts'
import { endOf, type End } from '../running.ts'
import {
  showsFolder,
  type Contents,
  type InnerPaths,
  type Sandbox,
  type SandboxDriver,
  type SandboxSpec,
} from '../sandbox.ts'
import { MARK } from './leftovers.ts'

export interface ProcessDriverOptions {
  /** Host folder of the instances' temporary files. */
  runFolder: string
}

const MEMORY_WATCH_MS = 100

/**
 * Runs functions as plain child processes, for machines without an OCI runtime. For trusted code only: a function has
 * the files, network and processes of the engine's user. Timeouts, memory and output are still limited.
 */
export function processDriver({ runFolder }: ProcessDriverOptions): SandboxDriver {
  const alive = new Map<Sandbox, () => Contents | null>()

  async function start(spec: SandboxSpec): Promise<Sandbox> {
    const folder = join(runFolder, spec.id)
    const tmp = join(folder, 'tmp')
    // Working folder of a sandbox that starts without contents.
    const empty = join(folder, 'empty')
    for (const path of [tmp, empty]) mkdirSync(path, { recursive: true })
    const { binary, guest } = spec.image
    let contents = spec.contents
    // Everything stays at its host path. Until `fill`, the paths of the contents do not exist.
    const inner: InnerPaths = {
      binary,
      guest,
      tmp,
      get task() {
        return contents?.task ?? join(folder, 'task')
      },
      get layers() {
        return contents?.layers ?? join(folder, 'layers')
      },
      get storage() {
        return contents?.storage ?? join(folder, 'storage')
      },
    }
    const child = spawn(binary, spec.args(inner), {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      cwd: contents?.task ?? empty,
      env: {
        PATH: [dirname(binary), '/usr/local/bin', '/usr/bin', '/bin', '/opt/bin'].join(':'),
        HOME: tmp,
        TMPDIR: tmp,
        LANG: 'C.UTF-8',
        TZ: 'UTC',
        ...spec.environment?.(inner),
        [MARK]: spec.id,
      },
      // Its own process group, so that child processes are stopped and killed with it.
      detached: true,
    })
    if (child.pid !== undefined) writeFileSync(join(folder, 'pid'), String(child.pid))
    const channel = child.stdio[3] as Duplex
    const ended = new Promise<End>((resolve) => {
      child.once('error', () => resolve({ code: null, signal: null }))
      child.once('exit', (code, signal) => resolve({ code, signal }))
    })
    const { stdout, stderr } = child as { stdout: Readable; stderr: Readable }

    let overLimit = false
    const signalGroup = (name: NodeJS.Signals) => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, name)
      } catch {
        // The process group is gone.
      }
    }
    const watch = setInterval(() => {
      if ((residentMb(child.pid, 'VmRSS') ?? 0) <= spec.memoryMb) return
      overLimit = true
      signalGroup('SIGKILL')
    }, MEMORY_WATCH_MS)
    watch.unref()
    const exited = endOf({ channel, stdout, stderr, ended }).then((end) => {
      clearInterval(watch)
      return { ...end, outOfMemory: overLimit }
    })

    let destroyed: Promise<void> | null = null
    const sandbox: Sandbox = {
      id: spec.id,
      inner,
      channel,
      stdout,
      stderr,
      exited,
      async fill(late) {
        if (contents !== null) throw new Error(`Cannot fill sandbox ${spec.id}: it has contents`)
        contents = late
        if (spec.image.staysWhereItStarts !== true) return
        for (const name of readdirSync(late.task)) symlinkSync(join(late.task, name), join(empty, name))
      },
      pid: () => (child.exitCode === null && child.signalCode === null ? (child.pid ?? null) : null),
      memoryMb: () => residentMb(child.pid, 'VmRSS'),
      cpuMs: () => cpuMs(child.pid),
      peakMemoryMb: () => residentMb(child.pid, 'VmHWM'),
      // The machine's own first process waits for them.
      hasUnreaped: () => false,
      limitCpu() {},
      setCpuWeight() {},
      freeze: () => signalGroup('SIGSTOP'),
      thaw: () => signalGroup('SIGCONT'),
      destroy() {
        destroyed ??= (async () => {
          signalGroup('SIGKILL')
          await exited
          channel.destroy()
          await rm(folder, { recursive: true, force: true })
          alive.delete(sandbox)
        })()
        return destroyed
      },
      [Symbol.asyncDispose]: () => sandbox.destroy(),
    }
    alive.set(sandbox, () => contents)
    return sandbox
  }

  return {
    working: true,
    isolation: 'process',
    program: null,
    start,
    shows: (folder) => [...alive.values()].some((contents) => showsFolder(contents(), folder)),
    async close() {
      await Promise.all([...alive.keys()].map((sandbox) => sandbox.destroy()))
    },
  }
}

/** Null without /proc. */
function residentMb(pid: number | undefined, field: 'VmRSS' | 'VmHWM'): number | null {
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readText(`/proc/${pid}/status`) ?? '')?.[1]
  return kilobytes === undefined ? null : Number(kilobytes) / 1024
}

/** CPU time of the first process and its ended children. Null without /proc. */
function cpuMs(pid: number | undefined): number | null {
  // The program name, in parentheses, may contain spaces. Fields 14 to 17 are times in hundredths of a second.
  const fields = readText(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ')
    .slice(11, 15)
  return fields === undefined ? null : fields.reduce((sum, ticks) => sum + Number(ticks), 0) * 10
}
