import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** What a shell happens to export (extra CA certificates, say) can double the start of a Node process. */
export const CLEAN_ENVIRONMENT: Record<string, string> = {
  PATH: process.env['PATH'] ?? '',
  HOME: process.env['HOME'] ?? '/',
}

interface Options {
  environment?: Record<string, string>
  cwd?: string
  stderr?: 'inherit' | 'pipe' | 'ignore'
}

/** Starts a program; its standard output can be read, its errors are seen by whoever runs the benchmark. */
export function startProgram(file: string, args: readonly string[], options: Options = {}): ChildProcess {
  return spawn(file, args, {
    env: { ...CLEAN_ENVIRONMENT, ...options.environment },
    cwd: options.cwd,
    stdio: ['ignore', 'pipe', options.stderr ?? 'inherit'],
    // A process group of its own: Ctrl+C reaches the benchmark, which then ends its children one by one.
    detached: true,
  })
}

export async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
}
