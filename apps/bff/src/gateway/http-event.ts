import { LIMITS, type HttpEvent, type RecordedPayload } from '@alcove/contract'
import type { IncomingMessage } from 'node:http'
import { recordedText } from '../invoke/payload-capture.ts'
import { withoutPort } from '../wire/host.ts'
import type { Client } from '../wire/trusted-proxies.ts'
import { BareRecord } from './bare-record.ts'
import type { FunctionAddress } from './address.ts'
import type { FunctionHeaders } from './request-headers.ts'

interface Source {
  request: IncomingMessage
  address: FunctionAddress
  headers: FunctionHeaders
  functionId: string
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
    routeKey: '$default',
    rawPath: address.rawPath,
    rawQueryString: address.rawQuery,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(query && { queryStringParameters: query }),
    requestContext: {
      accountId: 'anonymous',
      apiId: call.functionId,
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
      routeKey: '$default',
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

const SECRET_HEADERS = ['authorization', 'x-api-key']

/** The event as the record keeps it: as the handler saw it, but without what would let a reader of logs sign in. */
export function recordedEvent(event: HttpEvent, body: Uint8Array): RecordedPayload {
  const headers = withoutSecrets(event.headers)
  const cookies = event.cookies?.map((cookie) => `${cookie.split('=')[0]}=[redacted]`)
  const text = isText(headers['content-type']) ? 'utf8' : 'base64'
  // Of a large body no more than the record can hold is worth turning into text.
  const part = body.subarray(0, LIMITS.recordedPayloadBytes)
  const whole = {
    ...event,
    headers,
    ...(cookies && { cookies }),
    ...(body.length > 0 && { body: Buffer.from(part).toString(text) }),
    isBase64Encoded: body.length > 0 && text === 'base64',
  }
  const recorded = recordedText(JSON.stringify(whole))
  const left = body.length - part.length
  return left > 0 ? { ...recorded, bytes: recorded.bytes + left, truncated: true } : recorded
}

function withoutSecrets(headers: Record<string, string>): Record<string, string> {
  const secret = SECRET_HEADERS.filter((name) => name in headers)
  if (secret.length === 0) return headers
  return { ...headers, ...Object.fromEntries(secret.map((name) => [name, '[redacted]'])) }
}

const isText = (type = ''): boolean =>
  /^(text\/|application\/(json|xml|javascript|x-www-form-urlencoded)|[^;]*\+(json|xml))/i.test(type)
