import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/**
 * Runs the executable with these arguments and returns both output streams together; null when it does not run. Uses a
 * clean environment, as a sandbox does, so that NODE_OPTIONS or PYTHONPATH of ours cannot affect it.
 */
export async function ask(binary: string, args: string[]): Promise<string | null> {
  try {
    const { stdout, stderr } = await promisify(execFile)(binary, args, {
      env: { PATH: process.env['PATH'], LANG: 'C.UTF-8' },
      timeout: 30_000,
    })
    return `${stdout}${stderr}`.trim()
  } catch {
    return null
  }
}
