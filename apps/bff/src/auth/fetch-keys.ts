import type { Egress } from '@alcove/contract'
import { permittedAddresses } from '@alcove/engine'
import { lookup } from 'node:dns/promises'
import { request } from 'node:https'
import { isIP } from 'node:net'

/** Fetches a text in the name of a space. Rejects with the reason when it cannot be had. */
export type FetchKeys = (url: string, egress: Egress) => Promise<string>

const PATIENCE_MS = 3_000
const MOST_BYTES = 256 * 1024

/**
 * The keys of a token issuer, by https from an address that the space's functions may reach as well. Redirects are not
 * followed: they would lead past the check.
 */
export const fetchKeys: FetchKeys = async (url, egress) => {
  const { hostname: named, port: given, pathname, search } = new URL(url)
  const hostname = named.replace(/^\[|\]$/g, '')
  const port = Number(given || 443)
  const signal = AbortSignal.timeout(PATIENCE_MS)
  const [address] = permittedAddresses(egress, { host: hostname, port }, await addressesOf(hostname, signal))
  if (address === undefined) throw new Error(`the egress rules of the space do not let it reach ${hostname}`)
  return new Promise((resolve, reject) => {
    const fail = (message: string) => {
      asked.destroy()
      reject(new Error(message))
    }
    const asked = request(
      {
        host: address,
        port,
        path: pathname + search,
        // The name is what the certificate must be for.
        servername: isIP(hostname) ? '' : hostname,
        headers: { Host: given ? `${hostname}:${given}` : hostname, Accept: 'application/json' },
        agent: false,
        signal,
      },
      (response) => {
        if (response.statusCode !== 200) return fail(`${hostname} answered with status ${response.statusCode}`)
        const chunks: Buffer[] = []
        let size = 0
        response
          .on('data', (chunk: Buffer) => {
            size += chunk.length
            if (size > MOST_BYTES) fail(`${hostname} sent more than ${MOST_BYTES} bytes`)
            else chunks.push(chunk)
          })
          .on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
          .on('error', (error) => fail(error.message))
      },
    )
    asked.on('error', (error) => fail(signal.aborted ? `${hostname} did not answer within 3 seconds` : error.message))
    asked.end()
  })
}

function addressesOf(host: string, signal: AbortSignal): Promise<string[]> {
  if (isIP(host)) return Promise.resolve([host])
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`${host} could not be looked up within 3 seconds`)))
    lookup(host, { all: true, family: 4 }).then(
      (found) => resolve(found.map(({ address }) => address)),
      () => reject(new Error(`${host} cannot be looked up`)),
    )
  })
}
