import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import type { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { takeOrders, type Orders } from './orders.ts'

/** The process that works on the stage. */
export interface SandboxHelper {
  pid: number
  orders: Orders
  ended: Promise<unknown>
  /** Has it end what runs, and itself. */
  dismiss(): Promise<void>
}

const PROGRAM = fileURLToPath(new URL('./sandbox-helper.pl', import.meta.url))

/**
 * @param command that ends by becoming `perl -`: the program is its stdin
 * @param environment beside the path
 */
export async function startSandboxHelper(
  command: string[],
  environment: Record<string, string>,
): Promise<SandboxHelper> {
  const program = openSync(PROGRAM, 'r')
  const child = spawn(command[0]!, command.slice(1), {
    stdio: [program, 'ignore', 'pipe', 'ipc'],
    env: { PATH: `${process.env['PATH']}:/usr/sbin:/sbin`, ...environment },
    // A terminal's Ctrl+C goes to the whole group: it must not end the containers under calls that are to finish.
    detached: true,
  })
  closeSync(program)
  let complaint = ''
  child.stderr!.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-4096)))
  // No 'close' comes when the channel is closed from our side.
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const orders = takeOrders(child)
  const ready = await Promise.race([once(child, 'message').then(() => true), once(child, 'close').then(() => false)])
  if (!ready) throw new Error(complaint.trim() || `${command[0]} failed`)
  child.unref()
  ;(child.stderr as Socket).unref()
  return {
    pid: child.pid!,
    orders,
    ended,
    async dismiss() {
      child.ref()
      if (child.connected) child.disconnect()
      if (!orders.gone) await ended
    },
  }
}
