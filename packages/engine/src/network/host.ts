import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { OWN, overlaps, rangeOf, type Range } from './addresses.ts'
import { droppingChains, type NftObject } from './firewall.ts'
import { LINK_PREFIX } from './link-prefix.ts'

const run = promisify(execFile)

export interface Host {
  /** Networks the host has an address in or reaches without a gateway. */
  networks: Range[]
  /** MTU towards the internet. Slots use the same. */
  mtu: number
  /** Network interfaces except the loopback. */
  links: string[]
  /** Half of the host's connection table: functions must not fill it. */
  connections: number
  /** Chains of other software that drop traffic of functions. */
  droppingChains: string[]
  /** Links to the routers of engines, by interface name. */
  wires: Map<string, Range>
}

interface Address {
  ifname: string
  mtu: number
  addr_info: { local: string; prefixlen: number }[]
}
interface Route {
  dst: string
  gateway?: string
  dev?: string
  type?: string
}

export async function readHost(): Promise<Host> {
  const [addresses, routes, links, rules] = await Promise.all([
    ip<Address>('-4', 'address', 'show'),
    ip<Route>('-4', 'route', 'show', 'table', 'all'),
    ip<{ ifname: string; mtu: number }>('link', 'show'),
    output('nft', ['--json', 'list', 'ruleset']),
  ])
  const uplink = routes.find(({ dst }) => dst === 'default')?.dev
  const networks = [
    ...addresses.flatMap(({ addr_info }) => addr_info.map(({ local, prefixlen }) => `${local}/${prefixlen}`)),
    ...routes
      .filter(
        ({ dst, gateway, type }) => dst !== 'default' && gateway === undefined && (type ?? 'unicast') === 'unicast',
      )
      .map(({ dst }) => dst),
  ].map(rangeOf)
  const wires = addresses.flatMap(({ ifname, addr_info }) =>
    addr_info.map(({ local, prefixlen }) => [ifname, rangeOf(`${local}/${prefixlen}`)] as const),
  )
  return {
    networks: networks.filter((network) => !overlaps([OWN], network)),
    mtu: links.find(({ ifname }) => ifname === uplink)?.mtu ?? 1500,
    links: links.map(({ ifname }) => ifname).filter((name) => name !== 'lo'),
    connections: Math.floor((await connectionTable()) / 2),
    droppingChains: droppingChains((JSON.parse(rules) as { nftables: NftObject[] }).nftables, LINK_PREFIX),
    wires: new Map(wires.filter(([, range]) => overlaps([OWN], range))),
  }
}

/** The kernel's default on machines with 1 GiB or more, used until the kernel has a table. */
const DEFAULT_CONNECTIONS = 65_536

async function connectionTable(): Promise<number> {
  const text = await readFile('/proc/sys/net/netfilter/nf_conntrack_max', 'utf8').catch(() => '')
  return Number(text) || DEFAULT_CONNECTIONS
}

async function ip<Row>(...args: string[]): Promise<Row[]> {
  return JSON.parse((await output('ip', ['-json', ...args])) || '[]') as Row[]
}

async function output(program: string, args: string[]): Promise<string> {
  const { stdout } = await run(program, args, { env: { ...process.env, PATH: SEARCH_PATH }, maxBuffer: 2 ** 26 })
  return stdout
}

/** Debian installs ip and nft in /usr/sbin, which not every PATH contains. */
export const SEARCH_PATH = `${process.env['PATH'] ?? '/usr/bin:/bin'}:/usr/sbin:/sbin`
