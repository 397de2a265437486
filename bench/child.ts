import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** What a shell happens to export (extra CA certificates, say) can double the start of a Node process. */
export const CLEAN_ENVIRONMENT: Record<string, string> = {
  PATH: process.env['PATH'] ?? '',
  HOME: process.env['HOME'] ?? '/',
}
/** A server that was asked to end may take so long. */
const PATIENCE_MS = 30_000

interface Options {
  environment?: Record<string, string>
  cwd?: string
  stderr?: 'inherit' | 'pipe' | 'ignore'
}

const running = new Set<ChildProcess>()
process.once('exit', () => running.forEach(killGroup))

/**
 * Starts a program; its standard output can be read, its errors are seen by whoever runs the benchmark. It does not
 * outlive the benchmark.
 */
export function startProgram(file: string, args: readonly string[], options: Options = {}): ChildProcess {
  const child = spawn(file, args, {
    env: { ...CLEAN_ENVIRONMENT, ...options.environment },
    cwd: options.cwd,
    stdio: ['ignore', 'pipe', options.stderr ?? 'inherit'],
    // A process group of its own: Ctrl+C reaches the benchmark, which then ends its children one by one.
    detached: true,
  })
  running.add(child)
  return child
}

/** Asks it to end, insists after a while, and ends what is left of its process group. */
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

/** Rejects when it ends, or cannot even be started. */
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
    // Nothing of it is left.
  }
}
