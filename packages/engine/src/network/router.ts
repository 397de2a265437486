import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { cleanHost, hostRules, startForwarding } from './host-rules.ts'
import type { Host } from './host.ts'
import { KeptShell } from './kept-shell.ts'
import type { Names } from './names.ts'
import { DNS_ADDRESS } from './network.ts'
import { routerRules } from './router-rules.ts'
import { nft } from './rules.ts'
import { Shell } from './shell.ts'

/** Name of the router's end of the wire to the host. */
const UPLINK = 'uplink'

export interface Router extends AsyncDisposable {
  /** In the host's network, with the names of our namespaces in sight. */
  readonly host: KeptShell
  /** In the router's network. */
  readonly inside: KeptShell
  /** A path to a namespace of ours that holds in every mount namespace, for as long as the engine lives. */
  path(namespace: string): string
}

export interface RouterOptions {
  home: string
  names: Names
  host: Host
  /** Tells a shell that takes over inside all rules there are, after these. */
  restate(shell: Shell, rules: string): Promise<void>
  log(line: object): void
}

/**
 * One network namespace through which all functions of the engine go. Its name and those of the slots stand in a mount
 * namespace of their own, which the engine holds: a shell that is killed takes nothing with it. Everything ends with the
 * engine, however that ends.
 */
export async function openRouter({ home, names, host, restate, log }: RouterOptions): Promise<Router> {
  await using setUp = new AsyncDisposableStack()
  const parameters = [join(home, 'network.lock')]
  const outside = new Shell(['unshare', '--mount', '--propagation', 'private'], parameters)
  // Until there is one that is kept.
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
  const kept = new KeptShell(outside, {
    open: () => new Shell(['nsenter', `--mount=/proc/${process.pid}/fd/${mounts}`], parameters),
    async prepare(shell) {
      await shell.run(LOCK)
      await shell.run(cleanAtTheEnd(names))
      // A shell that was asked to end, rather than killed, may have cleaned up.
      await shell.run(unless(`ip link show ${names.link}`, wire(names, host)))
      await shell.run(
        unless(`nft list table ip ${names.table}`, `nft -f - <<'.'\n${hostRules(names, host.connections)}\n.`),
      )
      await shell.run(startForwarding(host.links))
    },
    log,
  })
  setUp.use(kept)
  const inside = new KeptShell(inRouter, { open: enter, prepare: (shell) => restate(shell, rules), log })
  setUp.use(inside)
  const opened = setUp.move()
  return { host: kept, inside, path, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

/** The shell of an engine that was killed a moment ago may still be clearing away what has the same names. */
const LOCK = 'exec 8>"$1" && flock --timeout 20 8'

/** Dash runs it at the end of its input as well, which is what a killed engine leaves it with. */
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

/** From the router to the host. */
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
 * Of the router alone. Closed connections are forgotten soon, so that a function that opens many does not run into its
 * limit with those it has closed; and what is refused is told so each time, not once a second.
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
