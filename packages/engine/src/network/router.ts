import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { cleanHost, hostRules, startForwarding } from './host-rules.ts'
import type { Host } from './host.ts'
import { SupervisedShell } from './supervised-shell.ts'
import type { Names } from './names.ts'
import { DNS_ADDRESS } from './network.ts'
import { routerRules } from './router-rules.ts'
import { nft } from './rules.ts'
import { Shell } from './shell.ts'

/** The router's end of the link to the host. */
const UPLINK = 'uplink'

export interface Router extends AsyncDisposable {
  /** A shell in the host's network namespace that sees the names of ours. */
  readonly host: SupervisedShell
  /** A shell in the router's network namespace. */
  readonly inside: SupervisedShell
  /** A path to one of our namespaces that is valid in every mount namespace while the engine lives. */
  path(namespace: string): string
}

export interface RouterOptions {
  home: string
  names: Names
  host: Host
  /** Gives a replacement shell inside the router all current rules, after these. */
  restate(shell: Shell, rules: string): Promise<void>
  log(line: object): void
}

/**
 * Creates the network namespace that routes the traffic of all functions. The names of namespaces are kept in a mount
 * namespace that the engine holds open, so a killed shell takes nothing with it. Everything ends with the engine, even
 * when that is killed.
 */
export async function openRouter({ home, names, host, restate, log }: RouterOptions): Promise<Router> {
  await using setUp = new AsyncDisposableStack()
  const parameters = [join(home, 'network.lock')]
  const outside = new Shell(['unshare', '--mount', '--propagation', 'private'], parameters)
  // Used until the supervised shells run.
  const first = new AsyncDisposableStack()
  setUp.use(first)
  first.use(outside)
  await outside.run(LOCK)
  await outside.run(cleanHost(names))
  await outside.run(cleanAtTheEnd(names))
  await outside.run(ROOM)
  await outside.run(wire(names, host))
  const mounts = openSync(`/proc/${outside.pid}/ns/mnt`, 'r')
  setUp.defer(() => closeSync(mounts))
  const folder = openSync(`/proc/${outside.pid}/root/run/netns`, 'r')
  setUp.defer(() => closeSync(folder))
  const path = (namespace: string) => `/proc/${process.pid}/fd/${folder}/${namespace}`

  const enter = () => new Shell(['nsenter', `--net=${path('router')}`])
  const inRouter = enter()
  first.use(inRouter)
  const rules = routerRules({ name: UPLINK, address: names.address, openedAddress: names.openedAddress }, host.networks)
  await nft(inRouter, rules)
  await inRouter.run(SETTINGS)
  await nft(outside, hostRules(names, host.connections))
  await outside.run(startForwarding(host.links))

  first.move()
  const kept = new SupervisedShell(outside, {
    open: () => new Shell(['nsenter', `--mount=/proc/${process.pid}/fd/${mounts}`], parameters),
    async prepare(shell) {
      await shell.run(LOCK)
      await shell.run(cleanAtTheEnd(names))
      // A shell that got a termination signal may have cleaned up.
      await shell.run(unless(`ip link show ${names.link}`, wire(names, host)))
      await shell.run(
        unless(`nft list table ip ${names.table}`, `nft -f - <<'.'\n${hostRules(names, host.connections)}\n.`),
      )
      await shell.run(startForwarding(host.links))
    },
    log,
  })
  setUp.use(kept)
  const inside = new SupervisedShell(inRouter, { open: enter, prepare: (shell) => restate(shell, rules), log })
  setUp.use(inside)
  const opened = setUp.move()
  return { host: kept, inside, path, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

/** The shell of a killed engine may still be removing the same names. */
const LOCK = 'exec 8>"$1" && flock --timeout 20 8'

/** Dash also runs the EXIT trap at the end of its input, which is what a killed engine leaves behind. */
const cleanAtTheEnd = (names: Names) => `trap '${cleanHost(names).replaceAll("'", `'\\''`)}' EXIT`

const unless = (condition: string, script: string) => `if ! ${condition} >/dev/null 2>&1; then\n${script}\nfi`

const ROOM = `( set -e
mount -t tmpfs -o mode=755,size=4m alcove /run
mkdir /run/netns
ip netns add router
ip -n router -batch - <<'.'
link set lo up
address add ${DNS_ADDRESS}/32 dev lo
.
)`

/** Creates the veth pair between router and host. */
function wire({ link, network, hostAddress, address, openedAddress }: Names, { mtu }: Host): string {
  const prefix = network.split('/')[1]
  return `( set -e
ip link add ${link} mtu ${mtu} type veth peer name ${UPLINK} mtu ${mtu} netns router
ip link set ${link} addrgenmode none
ip address add ${hostAddress}/${prefix} dev ${link}
ip link set ${link} up
ip -n router -batch - <<'.'
link set ${UPLINK} addrgenmode none
address add ${address}/${prefix} dev ${UPLINK}
address add ${openedAddress}/32 dev ${UPLINK}
link set ${UPLINK} up
route add default via ${hostAddress}
.
)`
}

/**
 * Kernel settings of the router's namespace. Closed connections are forgotten soon, so that a function that opens many
 * does not reach its limit with closed ones. Rejections are reported every time instead of once a second.
 */
const SETTINGS = `( set -e
cd /proc/sys/net
echo 1 > ipv4/ip_forward
echo 1 > ipv4/conf/all/rp_filter
echo 0 > ipv4/icmp_ratelimit
cd netfilter
echo 0 > nf_conntrack_tcp_loose
echo 10 > nf_conntrack_tcp_timeout_time_wait
echo 10 > nf_conntrack_tcp_timeout_close_wait
echo 3600 > nf_conntrack_tcp_timeout_established
)`
