import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'
import { DEFAULT_EGRESS } from '@alcove/contract'
import { boundSockets } from './dns/bound-sockets.ts'
import { Forwarder } from './dns/forwarder.ts'
import { Resolvers } from './dns/resolvers.ts'
import { LINK_PREFIX } from './link-prefix.ts'
import { readHost, SEARCH_PATH } from './host.ts'
import { namesOf } from './names.ts'
import { DNS_ADDRESS, type Network } from './network.ts'
import { NO_SLOT, noNetwork } from './no-network.ts'
import { Policies } from './policies.ts'
import { policyOf } from './policy.ts'
import { openRouter } from './router.ts'
import { Rules } from './rules.ts'
import { Slots } from './slots.ts'

export interface NetworkOptions {
  /** The engine's own folder. The caller holds its lock. All names derive from it. */
  home: string
  log(line: object): void
  /** Resolvers to ask. Default: those of the host. */
  resolvers?: readonly string[] | undefined
}

const LOST = 'A process that holds the network of functions was killed: starting another one'

/** Never throws. Without a network it reports the reason, and functions have none. */
export async function openNetwork(options: NetworkOptions): Promise<Network> {
  const missing = whatIsMissing()
  if (missing !== null) return noNetwork(missing.reason, missing.remedy)
  try {
    return await open(options)
  } catch (error) {
    return noNetwork(`The network for functions could not be set up: ${(error as Error).message}`, null)
  }
}

function whatIsMissing(): { reason: string; remedy: string | null } | null {
  if (process.platform !== 'linux') return { reason: 'Networks for functions need Linux', remedy: null }
  if (process.getuid?.() !== 0) {
    return { reason: 'Networks for functions need root, and the engine runs as another user', remedy: 'sudo npm start' }
  }
  const packages = Object.entries({ ip: 'iproute2', nft: 'nftables', nsenter: 'util-linux' })
    .filter(([program]) => !isInstalled(program))
    .map(([, name]) => name)
  if (packages.length === 0) return null
  return {
    reason: `Networks for functions need ${packages.join(' and ')}, which this machine does not have`,
    remedy: `apt-get install ${packages.join(' ')}`,
  }
}

function isInstalled(program: string): boolean {
  return SEARCH_PATH.split(':').some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

async function open({ home, log, resolvers }: NetworkOptions): Promise<Network> {
  const host = await readHost()
  await using setUp = new AsyncDisposableStack()
  const router = await openRouter({
    home,
    names: namesOf(home, host.wires),
    host,
    log,
    restate: (shell, table) =>
      rules.restate(shell, () => `table ip alcove\ndelete table ip alcove\n${table}\n${policies.statements()}`),
  })
  setUp.use(router)
  const rules = new Rules(router.inside)
  const policies = new Policies(rules, host.networks)
  const found = new Resolvers()
  const forwarder = new Forwarder({
    sockets: await boundSockets(router.path('router'), DNS_ADDRESS),
    resolvers: resolvers === undefined ? () => found.addresses() : () => Promise.resolve(resolvers),
    mayLookUp: (slot, name) => policies.mayLookUp(slot, name),
    open: (slot, name, addresses) => policies.open(slot, name, addresses),
    log,
  })
  setUp.defer(() => forwarder.close())
  // Most slots will use the default policy, so prepare slots with it.
  const commonest = policyOf(DEFAULT_EGRESS, [], host.networks)
  const slots = new Slots({
    router,
    mtu: host.mtu,
    async prepare(made) {
      await Promise.all(made.map(({ address }) => policies.assign(address, commonest)))
    },
    log,
  })
  const opened = setUp.move()

  const blocked = host.droppingChains.length > 0 ? firewalled(host.droppingChains) : null
  if (blocked !== null) log({ level: 'warn', message: blocked.reason, remedy: blocked.remedy })
  let closing: Promise<void> | null = null
  const isLost = () => router.host.lost || router.inside.lost

  return {
    get lost() {
      return isLost()
    },
    get available() {
      return !isLost()
    },
    get reason() {
      return isLost() ? LOST : (blocked?.reason ?? null)
    },
    get remedy() {
      return isLost() ? null : (blocked?.remedy ?? null)
    },
    async take(egress, { trusted = [] } = {}) {
      const policy = policyOf(egress, trusted, host.networks)
      if (policy === null || closing !== null) return NO_SLOT
      const slot = await slots.take()
      let released: Promise<void> | null = null
      const release = async () => {
        // The namespace ended with its processes.
        if (closing !== null) return
        await policies.assign(slot.address, null)
        await slots.remove(slot)
      }
      let cut = false
      const taken = {
        path: router.path(slot.name),
        async apply(next: typeof egress) {
          const policy = policyOf(next, trusted, host.networks)
          if (cut && policy !== null) throw new Error('Cannot allow this sandbox anything: its network was taken away')
          await Promise.all([policies.assign(slot.address, policy), policy === null && !cut && slots.cut(slot)])
          cut ||= policy === null
        },
        release: () => (released ??= release()),
      }
      try {
        await policies.assign(slot.address, policy)
      } catch (error) {
        await taken.release()
        throw error
      }
      return taken
    },
    close() {
      closing ??= opened.disposeAsync()
      return closing
    },
  }
}

function firewalled(chains: readonly string[]): { reason: string; remedy: string } {
  const allow = (direction: string) => `iptables -I FORWARD -${direction} ${LINK_PREFIX}+ -j ACCEPT`
  return {
    reason: `A firewall of this machine (${chains.join(', ')}) drops what functions send`,
    remedy: `${allow('i')} && ${allow('o')}`,
  }
}
