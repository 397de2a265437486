import { LINK_PREFIX } from './link-prefix.ts'
import type { Names } from './names.ts'

const FORWARDING = 'alcove_forwarding'

/**
 * What the host has to know about us: not to let functions in, but for those that somebody sent to a private address by
 * name; and to give its own address to what leaves. A table of its own, gone with the engine.
 * @param connections that functions of this engine may hold together
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
 * Lets the host forward, which functions need. Where it did not before, it does not become a router between the links it
 * has: a guard beside the engines' tables sees to that, and its being there says that the last engine is to turn
 * forwarding off again.
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

/** Takes an engine's traces off the host, whether its processes still live or were killed. */
export function cleanHost({ table, link }: Names): string {
  return locked(`
ip link delete ${link} 2>/dev/null
nft delete table ip ${table} 2>/dev/null
if ! nft list tables ip | grep -Eq 'alcove_[0-9a-f]+$' && nft delete table ip ${FORWARDING} 2>/dev/null; then
  echo 0 > /proc/sys/net/ipv4/ip_forward
fi
exit 0`)
}

/** Engines of one machine share one setting of the kernel: they take turns. */
function locked(script: string): string {
  return `(
flock 9
${script}
) 9</proc/sys/net`
}
