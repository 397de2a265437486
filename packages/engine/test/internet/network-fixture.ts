import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Egress } from '@alcove/contract'
import type { Network, NetworkSlot } from '../../src/network/network.ts'
import { openNetwork } from '../../src/network/open-network.ts'
import { openInternet, type Internet } from './internet.ts'
import { visitorIn, type Visitor } from './visit.ts'

export const INTERNET: Egress = { mode: 'internet', allow: [] }
export const allow = (...targets: string[]): Egress => ({ mode: 'allow', allow: targets })
export const REFUSED = 'ECONNREFUSED'

/** Why the tests cannot run here, or null. */
export const cannot = process.getuid?.() === 0 ? null : 'networks need root'

export interface NetworkFixture extends AsyncDisposable {
  internet: Internet
  network: Network
  /** Runs a visitor in a slot of the network. */
  inSlot(
    egress: Egress,
    work: (visitor: Visitor, slot: NetworkSlot) => Promise<void>,
    trusted?: string[],
  ): Promise<void>
}

/** An engine's network, and an internet behind it. */
export async function openFixture(): Promise<NetworkFixture> {
  await using setUp = new AsyncDisposableStack()
  const internet = setUp.use(await openInternet())
  const home = await mkdtemp(join(tmpdir(), 'alcove-network-'))
  setUp.defer(() => rm(home, { recursive: true, force: true }))
  const network = await openNetwork({ home, resolvers: [internet.nameServer], log: () => {} })
  setUp.defer(() => network.close())
  const opened = setUp.move()
  return {
    internet,
    network,
    async inSlot(egress, work, trusted) {
      const slot = await network.take(egress, trusted === undefined ? {} : { trusted })
      try {
        await using visitor = await visitorIn(slot.path!)
        await work(visitor, slot)
      } finally {
        await slot.release()
      }
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

/** The output of a command in the network namespace. */
export function inNamespace(path: string, ...command: string[]): string {
  return execFileSync('nsenter', [`--net=${path}`, ...command], { encoding: 'utf8' })
}
