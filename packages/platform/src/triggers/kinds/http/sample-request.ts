import type { HttpEvent, HttpMethod } from '@alcove/contract'
import { newId } from '../../../database/ids.ts'

interface Source {
  url: string
  method: HttpMethod
  functionId: string
  now: number
}

/** A request without headers of its own to the root of a function URL, as the function gets it. */
export function sampleRequest({ url, method, functionId, now }: Source): HttpEvent & { isBase64Encoded: boolean } {
  const { host, hostname } = new URL(url)
  const at = new Date(now)
  const userAgent = 'alcove-test'
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: '/',
    rawQueryString: '',
    headers: { host, 'user-agent': userAgent },
    requestContext: {
      accountId: 'anonymous',
      apiId: functionId,
      domainName: hostname,
      domainPrefix: hostname.split('.')[0]!,
      http: { method, path: '/', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent },
      requestId: newId(now),
      routeKey: '$default',
      stage: '$default',
      time: at.toUTCString(),
      timeEpoch: now,
    },
    isBase64Encoded: false,
  }
}
