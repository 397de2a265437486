import type { HttpEvent } from '@alcove/contract'
import type { IncomingMessage } from 'node:http'
import { withoutPort } from '../wire/host.ts'
import type { Client } from '../wire/trusted-proxies.ts'
import { BareRecord } from './bare-record.ts'

interface Source {
  request: Pick<IncomingMessage, 'method' | 'httpVersion'>
  /** What the function sees of the URL. */
  address: { rawPath: string; rawQuery: string }
  headers: { headers: Record<string, string>; cookies: string[] }
  /** The function of a function URL, the space of a route. */
  apiId: string
  routeKey: string
  pathParameters?: Record<string, string> | undefined
  /** What the caller's token says. */
  claims?: Readonly<Record<string, unknown>> | undefined
  invocationId: string
  client: Client
  now: Date
}

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads */
export function httpEventOf({ request, address, headers: { headers, cookies }, ...call }: Source): HttpEvent {
  const query = queryOf(address.rawQuery)
  const domainName = withoutPort(call.client.host ?? headers['host'] ?? '')
  return {
    version: '2.0',
    routeKey: call.routeKey,
    rawPath: address.rawPath,
    rawQueryString: address.rawQuery,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(query && { queryStringParameters: query }),
    ...(call.pathParameters && { pathParameters: call.pathParameters }),
    requestContext: {
      accountId: 'anonymous',
      apiId: call.apiId,
      ...(call.claims && { authorizer: { jwt: { claims: call.claims, scopes: null } } }),
      domainName,
      domainPrefix: domainName.split('.')[0]!,
      http: {
        method: request.method!,
        path: address.rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: call.client.address,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: call.invocationId,
      routeKey: call.routeKey,
      stage: '$default',
      time: commonLogTime(call.now),
      timeEpoch: call.now.getTime(),
    },
  }
}

/** Decoded; a name given twice is joined with commas. Left out when there is none, as AWS does. */
function queryOf(raw: string): Record<string, string> | undefined {
  if (raw === '') return undefined
  const query = new BareRecord()
  for (const [name, value] of new URLSearchParams(raw)) query[name] = name in query ? `${query[name]},${value}` : value
  return query
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

let lastSecond = -1
let lastLogTime = ''

/** `12/Mar/2020:19:03:58 +0000`, written once a second. */
function commonLogTime(now: Date): string {
  const second = Math.floor(now.getTime() / 1000)
  if (second !== lastSecond) {
    lastSecond = second
    lastLogTime = writtenOut(now)
  }
  return lastLogTime
}

function writtenOut(now: Date): string {
  const iso = now.toISOString()
  return `${iso.slice(8, 10)}/${MONTHS[now.getUTCMonth()]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`
}
