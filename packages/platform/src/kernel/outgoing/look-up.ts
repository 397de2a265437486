import { Resolver } from 'node:dns/promises'
import { readFile } from 'node:fs/promises'
import { isIPv4 } from 'node:net'

const TRIES = 2

/**
 * The IPv4 addresses of a name, by the host's hosts file or its resolvers. Not by `dns.lookup`: that waits in one of four
 * threads, and names whose resolvers are silent would keep them all from reading files.
 * @throws {Error} when there are none within `timeoutMs`
 */
export async function lookUp(host: string, timeoutMs: number, hostsFile = '/etc/hosts'): Promise<string[]> {
  const listed = listedIn(await readFile(hostsFile, 'utf8').catch(() => ''), host)
  if (listed.length > 0) return listed
  const resolver = new Resolver({ timeout: Math.ceil(timeoutMs / TRIES), tries: TRIES })
  // With several servers that are silent it would take longer.
  const timer = setTimeout(() => resolver.cancel(), timeoutMs)
  try {
    return await resolver.resolve4(host)
  } catch {
    throw new Error(`${host} cannot be looked up`)
  } finally {
    clearTimeout(timer)
  }
}

/** hosts(5): an address, then its names; what follows # is a comment. */
function listedIn(file: string, host: string): string[] {
  return file.split('\n').flatMap((line) => {
    const [address = '', ...names] = line.split('#', 1)[0]!.trim().split(/\s+/)
    return names.some((name) => name.toLowerCase() === host.toLowerCase()) && isIPv4(address) ? [address] : []
  })
}
