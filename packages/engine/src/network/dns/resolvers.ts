import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'

const FILE = '/etc/resolv.conf'
const FRESH_MS = 5000

/** The host's resolvers from /etc/resolv.conf, read again when it changes with the host's network. */
export class Resolvers {
  #addresses: Promise<string[]> | null = null
  #readAt = 0

  addresses(): Promise<string[]> {
    if (this.#addresses === null || performance.now() - this.#readAt > FRESH_MS) {
      this.#readAt = performance.now()
      this.#addresses = readFile(FILE, 'utf8').then(nameservers, () => [])
    }
    return this.#addresses
  }
}

/** resolv.conf(5): only the first three are used. */
function nameservers(text: string): string[] {
  return text
    .split('\n')
    .map((line) => /^nameserver\s+(\S+)/.exec(line)?.[1])
    .filter((address) => address !== undefined)
    .filter((address) => isIP(address.replace(/%.*$/, '')) !== 0)
    .slice(0, 3)
}
