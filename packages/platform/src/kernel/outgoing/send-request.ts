import type { Egress } from '@alcove/contract'
import * as http from 'node:http'
import * as https from 'node:https'
import { isIP } from 'node:net'
import type { PermittedAddresses } from './outgoing.ts'
import { permittedAddress } from './permitted-address.ts'

export interface OutgoingRequest {
  url: string
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body?: Uint8Array
  /** The rules of the space in whose name it is sent. */
  egress: Egress
  permittedAddresses: PermittedAddresses
  /** Milliseconds for all of it, from the lookup of the name to the last byte of the answer. */
  timeoutMs: number
  /** Bytes of the answer; a longer one is an error, or is cut off. */
  answer: { most: number; longer: 'error' | 'cut' }
}

export interface OutgoingAnswer {
  status: number
  body: Buffer
}

/**
 * Sends a request in the name of a space: to an address that its functions may reach as well, and to no other, whatever
 * the name says a moment later. Redirects are not followed: they would lead past the check. Rejects with the reason when
 * there is no answer.
 */
export async function sendRequest(request: OutgoingRequest): Promise<OutgoingAnswer> {
  const { url, method, headers, body, egress, permittedAddresses, timeoutMs } = request
  const { protocol, hostname: named, host, port: given, pathname, search } = new URL(url)
  const hostname = named.replace(/^\[|\]$/g, '')
  const port = Number(given || (protocol === 'https:' ? 443 : 80))
  const tooLate = `${hostname} did not answer within ${timeoutMs / 1000} seconds`
  const signal = AbortSignal.timeout(timeoutMs)
  const address = await permittedAddress({ host: hostname, port, egress, permittedAddresses, timeoutMs })
  return new Promise((resolve, reject) => {
    const fail = (message: string) => {
      asked.destroy()
      reject(new Error(message))
    }
    const asked = (protocol === 'https:' ? https : http).request(
      {
        host: address,
        port,
        method,
        path: pathname + search,
        // The name is what the certificate must be for.
        servername: isIP(hostname) ? '' : hostname,
        headers: { ...headers, Host: host },
        agent: false,
        signal,
      },
      (response) =>
        receive(response, request.answer, `${hostname} sent more than ${request.answer.most} bytes`).then(
          resolve,
          (error: Error) => fail(signal.aborted ? tooLate : reasonOf(error, hostname)),
        ),
    )
    asked.on('error', (error) => fail(signal.aborted ? tooLate : reasonOf(error, hostname)))
    asked.end(body)
  })
}

/** Node.js calls it "aborted" and "socket hang up". */
function reasonOf({ code, message }: NodeJS.ErrnoException, hostname: string): string {
  return code === 'ECONNRESET' ? `${hostname} closed the connection before the end of its answer` : message
}

async function receive(
  response: http.IncomingMessage,
  { most, longer }: OutgoingRequest['answer'],
  tooLong: string,
): Promise<OutgoingAnswer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size <= most) continue
    if (longer === 'error') throw new Error(tooLong)
    break
  }
  // Leaving the loop closes the connection.
  return { status: response.statusCode!, body: Buffer.concat(chunks).subarray(0, most) }
}
