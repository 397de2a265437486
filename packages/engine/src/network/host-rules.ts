import { LINK_PREFIX } from './link-prefix.ts'
import type { Names } from './names.ts'

const FORWARDING = 'alcove_forwarding'

/**
 * The engine's rules on the host. Functions cannot reach the host itself, unless a policy names a private address, and
 * outgoing traffic is masqueraded. The rules are in a table of their own, which is removed with the engine.
 * @param connections limit for all functions of this engine together
 */
export function hostRules({ table, link, network, openedAddress }: Names, connections: number): string {
  return `table ip ${table} {
  set connections { type ifname; size 16; flags dynamic; }
  chain refuse {
    meta l4proto tcp reject with tcp reset
    reject with icmp type admin-prohibited
  }
  chain input {
    type filter hook input priority filter - 5;
    iifname "${link}" ip saddr != ${openedAddress} goto refuse
  }
  chain forward {
    type filter hook forward priority filter - 5;
    oifname "${link}" ct state new drop
    iifname "${link}" ct state new add @connections { iifname ct count over ${connections} } goto refuse
  }
  chain postrouting {
    type nat hook postrouting priority srcnat;
    oifname != "${link}" ip saddr ${network} masquerade
  }
}
`
}

/**
 * Enables forwarding on the host, which functions need. If it was off before, a guard table keeps the host from routing
 * between its other links. The guard's presence tells the last engine to turn forwarding off again.
 */
export function startForwarding(links: readonly string[]): string {
  const theirs = links.filter((name) => !name.startsWith(LINK_PREFIX)).map((name) => `"${name}"`)
  const guard = theirs.length === 0 ? '' : `iifname { ${theirs.join(', ')} } oifname { ${theirs.join(', ')} } drop`
  return locked(`
if [ "$(cat /proc/sys/net/ipv4/ip_forward)" = 0 ]; then
  nft -f - <<'.' || exit
table ip ${FORWARDING} {
  chain forward {
    type filter hook forward priority filter - 5;
    ${guard}
  }
}
.
  echo 1 > /proc/sys/net/ipv4/ip_forward
fi`)
}

/** Removes an engine's rules and link from the host, even if its processes still run. */
export function cleanHost({ table, link }: Names): string {
  return locked(`
ip link delete ${link} 2>/dev/null
nft delete table ip ${table} 2>/dev/null
if ! nft list tables ip | grep -Eq 'alcove_[0-9a-f]+$' && nft delete table ip ${FORWARDING} 2>/dev/null; then
  echo 0 > /proc/sys/net/ipv4/ip_forward
fi
exit 0`)
}

/** Engines on one machine share a kernel setting, so they take a lock. */
function locked(script: string): string {
  return `(
flock 9
${script}
) 9</proc/sys/net`
}
