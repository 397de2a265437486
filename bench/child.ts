import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** Variables of the shell, such as extra CA certificates, can double the start of a Node process. */
export const CLEAN_ENVIRONMENT: Record<string, string> = {
  PATH: process.env['PATH'] ?? '',
  HOME: process.env['HOME'] ?? '/',
}
/** Time a server gets to end. */
const PATIENCE_MS = 30_000

interface Options {
  environment?: Record<string, string>
  cwd?: string
  stderr?: 'inherit' | 'pipe' | 'ignore'
}

const running = new Set<ChildProcess>()
process.once('exit', () => running.forEach(killGroup))

/** Starts a program that does not outlive the benchmark. Its stdout can be read; its stderr is passed through. */
export function startProgram(file: string, args: readonly string[], options: Options = {}): ChildProcess {
  const child = spawn(file, args, {
    env: { ...CLEAN_ENVIRONMENT, ...options.environment },
    cwd: options.cwd,
    stdio: ['ignore', 'pipe', options.stderr ?? 'inherit'],
    // Its own process group: Ctrl+C reaches only the benchmark, which then ends its children one by one.
    detached: true,
  })
  running.add(child)
  return child
}

/** Asks the program to end, kills it after a while, and kills the rest of its process group. */
export async function stop(child: ChildProcess, patienceMs = PATIENCE_MS): Promise<void> {
  if (child.pid !== undefined && !hasEnded(child)) {
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    const insist = setTimeout(() => child.kill('SIGKILL'), patienceMs)
    await exited
    clearTimeout(insist)
  }
  killGroup(child)
  running.delete(child)
}

/** Rejects when the program ends or cannot be started. */
export function untilDeath(child: ChildProcess): Promise<never> {
  return new Promise((_resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      reject(new Error(`${child.spawnargs.join(' ')} ended with ${signal ?? code} before it answered`)),
    )
  })
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // The process group is gone.
  }
}
