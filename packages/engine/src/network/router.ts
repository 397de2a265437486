import { join } from 'node:path'
import { cleanHost, hostRules, startForwarding } from './host-rules.ts'
import type { Host } from './host.ts'
import type { Names } from './names.ts'
import { DNS_ADDRESS } from './network.ts'
import { routerRules } from './router-rules.ts'
import { nft } from './rules.ts'
import { Shell } from './shell.ts'

/** Name of the router's end of the wire to the host. */
const UPLINK = 'uplink'

export interface Router extends AsyncDisposable {
  /** In the host's network, with the names of our namespaces in sight. */
  readonly host: Shell
  /** In the router's network. */
  readonly inside: Shell
  /** A path to a namespace of ours that holds in every mount namespace. */
  path(namespace: string): string
}

/**
 * One network namespace through which all functions of the engine go. Its name and those of the slots stand in a mount
 * namespace of their own: when the two shells end, and they end with the engine, everything in them is gone.
 */
export async function openRouter(home: string, names: Names, host: Host): Promise<Router> {
  await using setUp = new AsyncDisposableStack()
  const outside = new Shell(['unshare', '--mount', '--propagation', 'private'], [join(home, 'network.lock')])
  setUp.use(outside)
  // The shell of an engine that was killed a moment ago may still be clearing away what has the same names.
  await outside.run('exec 8>"$1" && flock --timeout 20 8')
  await outside.run(cleanHost(names))
  // Dash runs it at the end of its input as well, which is what a killed engine leaves it with.
  await outside.run(`trap '${cleanHost(names).replaceAll("'", `'\\''`)}' EXIT`)
  const { link, network, hostAddress, address, openedAddress } = names
  await outside.run(`( set -e
mount -t tmpfs -o mode=755,size=4m alcove /run
mkdir /run/netns
ip netns add router
ip link add ${link} mtu ${host.mtu} type veth peer name ${UPLINK} mtu ${host.mtu} netns router
ip link set ${link} addrgenmode none
ip address add ${hostAddress}/${network.split('/')[1]} dev ${link}
ip link set ${link} up
ip -n router -batch - <<'.'
link set lo up
address add ${DNS_ADDRESS}/32 dev lo
link set ${UPLINK} addrgenmode none
address add ${address}/${network.split('/')[1]} dev ${UPLINK}
address add ${openedAddress}/32 dev ${UPLINK}
link set ${UPLINK} up
route add default via ${hostAddress}
.
)`)
  const path = (namespace: string) => `/proc/${outside.pid}/root/run/netns/${namespace}`
  const inside = new Shell(['nsenter', `--net=${path('router')}`])
  setUp.use(inside)
  await nft(inside, routerRules({ name: UPLINK, address, openedAddress }, host.networks))
  await inside.run(SETTINGS)
  await nft(outside, hostRules(names, host.connections))
  await outside.run(startForwarding(host.links))
  const opened = setUp.move()
  return { host: outside, inside, path, [Symbol.asyncDispose]: () => opened.disposeAsync() }
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
