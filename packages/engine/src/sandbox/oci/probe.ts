import { mkdir } from 'node:fs/promises'
import type { RuntimeImage, SandboxDriver } from '../sandbox.ts'

const PROBE_TIMEOUT_MS = 10_000

/**
 * Runs a container with the complete profile. A runtime that is installed but refused by this kernel or host then fails
 * here, before the first call.
 * @returns null when it works, otherwise what went wrong
 */
export async function probe(
  driver: SandboxDriver,
  runtime: { version: string; image: RuntimeImage },
  task: string,
): Promise<string | null> {
  await mkdir(task, { recursive: true, mode: 0o755 })
  await using sandbox = await driver.start({
    id: 'probe',
    image: runtime.image,
    contents: { task, layers: null, storage: null },
    args: () => ['--version'],
    network: null,
    memoryMb: 128,
    tmpMb: 1,
    maxProcesses: 64,
  })
  const said = { stdout: '', stderr: '' }
  sandbox.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()))
  sandbox.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()))
  sandbox.channel.resume()
  const timeout = new Promise<null>((resolve) => setTimeout(resolve, PROBE_TIMEOUT_MS, null).unref())
  const exit = await Promise.race([sandbox.exited, timeout])
  if (exit === null) return 'a container did not end in time'
  if (exit.code === 0 && said.stdout.includes(runtime.version)) return null
  return said.stderr.trim() || `a container ended with exit code ${exit.code}`
}
