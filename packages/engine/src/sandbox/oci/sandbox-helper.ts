import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import type { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { connectHelper, type HelperClient } from './helper-client.ts'

/** The process that starts and mounts for sandboxes, in their mount namespace. */
export interface SandboxHelper {
  pid: number
  client: HelperClient
  ended: Promise<unknown>
  /** Ends the helper and everything it started. */
  stop(): Promise<void>
}

const PROGRAM = fileURLToPath(new URL('./sandbox-helper.pl', import.meta.url))

/**
 * @param command execs `perl -` at its end, and gets the program as stdin
 * @param environment in addition to PATH
 */
export async function startSandboxHelper(
  command: string[],
  environment: Record<string, string>,
): Promise<SandboxHelper> {
  const program = openSync(PROGRAM, 'r')
  const child = spawn(command[0]!, command.slice(1), {
    stdio: [program, 'ignore', 'pipe', 'ipc'],
    env: { PATH: `${process.env['PATH']}:/usr/sbin:/sbin`, ...environment },
    // Ctrl+C signals the whole process group. Containers must survive it, so that calls in flight can finish.
    detached: true,
  })
  closeSync(program)
  let stderr = ''
  child.stderr!.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-4096)))
  // 'close' is not emitted when we close the channel ourselves.
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const client = connectHelper(child)
  const ready = await Promise.race([once(child, 'message').then(() => true), once(child, 'close').then(() => false)])
  if (!ready) throw new Error(stderr.trim() || `${command[0]} failed`)
  child.unref()
  ;(child.stderr as Socket).unref()
  return {
    pid: child.pid!,
    client,
    ended,
    async stop() {
      child.ref()
      if (child.connected) child.disconnect()
      if (!client.gone) await ended
    },
  }
}
