import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Orders } from './hosts.ts'

export const PORTS = [80, 443, 5432]

/** An internet in a network namespace behind this machine, whose hosts answer with their address. */
export interface Internet extends AsyncDisposable {
  /** Two public hosts, and the name server. */
  one: string
  other: string
  nameServer: string
  /** Hosts that this machine reaches too, at addresses that are not public. */
  private: string
  shared: string
  linkLocal: string
  /** This machine's own address in that network. */
  host: string
  /** Sets the addresses of names. */
  resolve(names: Orders['names']): Promise<void>
}

const ip = (...args: string[]) => execFileSync('ip', args, { stdio: ['ignore', 'pipe', 'pipe'] })

/** Test files run in parallel, so each takes a part of every network. The name of its link marks the part as taken. */
export async function openInternet(): Promise<Internet> {
  let n = 0
  for (; ; n++) {
    try {
      ip('link', 'add', `alt${n}`, 'type', 'veth', 'peer', 'name', `alt${n}x`)
      break
    } catch (error) {
      if (n === 30) throw error
    }
  }
  const namespace = `alcove-test-${n}`
  const address = (network: string, host: number) => `${network}.${n * 8 + host}`
  const internet = {
    one: address('198.51.100', 1),
    other: address('198.51.100', 2),
    nameServer: address('198.51.100', 3),
    private: address('10.213.7', 1),
    shared: address('100.64.77', 1),
    linkLocal: address('169.254.77', 1),
    host: `10.214.${n}.1`,
  }
  const { one, other, nameServer, shared, linkLocal } = internet
  const inside = [one, other, nameServer, internet.private, shared, linkLocal]
  ip('netns', 'add', namespace)
  ip('link', 'set', `alt${n}x`, 'netns', namespace, 'name', 'eth0')
  ip('address', 'add', `${internet.host}/24`, 'dev', `alt${n}`)
  ip('link', 'set', `alt${n}`, 'up')
  ip('-n', namespace, 'link', 'set', 'lo', 'up')
  ip('-n', namespace, 'address', 'add', `10.214.${n}.2/24`, 'dev', 'eth0')
  ip('-n', namespace, 'link', 'set', 'eth0', 'up')
  ip('-n', namespace, 'route', 'add', 'default', 'via', internet.host)
  for (const one of inside) {
    ip('-n', namespace, 'address', 'add', `${one}/32`, 'dev', 'lo')
    ip('route', 'add', one, 'via', `10.214.${n}.2`)
  }

  const hosts: ChildProcess = spawn(
    'nsenter',
    [`--net=/run/netns/${namespace}`, process.execPath, join(import.meta.dirname, 'hosts.ts')],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  )
  const resolve = async (names: Orders['names']) => {
    hosts.send({ ports: PORTS, nameServer, names } satisfies Orders)
    await once(hosts, 'message')
  }
  await resolve({ 'nothing.test': { addresses: [], ttl: 1 } })
  return {
    ...internet,
    resolve,
    async [Symbol.asyncDispose]() {
      hosts.kill()
      await once(hosts, 'close')
      // Delete the link first: with the namespace it would vanish only some time later.
      ip('link', 'delete', `alt${n}`)
      ip('netns', 'delete', namespace)
    },
  }
}
