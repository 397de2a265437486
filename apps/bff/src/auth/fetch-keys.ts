import type { Egress } from '@alcove/contract'
import { permittedAddresses } from '@alcove/engine'
import { sendRequest } from '@alcove/platform'

/** Fetches a text in the name of a space. Rejects with the reason when it cannot be had. */
export type FetchKeys = (url: string, egress: Egress) => Promise<string>

/** Fetches the keys of a token issuer from an address that the space's functions may also reach. */
export const fetchKeys: FetchKeys = async (url, egress) => {
  const { status, body } = await sendRequest({
    url,
    method: 'GET',
    headers: { Accept: 'application/json' },
    egress,
    permittedAddresses,
    timeoutMs: 3_000,
    answer: { most: 256 * 1024, longer: 'error' },
  })
  if (status !== 200) throw new Error(`${new URL(url).hostname} answered with status ${status}`)
  return body.toString('utf8')
}
