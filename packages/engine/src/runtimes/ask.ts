import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/**
 * What the executable says when asked with these arguments, both streams together; null when it does not run.
 * In a clean environment: NODE_OPTIONS or PYTHONPATH of ours must not reach it, here as in a sandbox.
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
