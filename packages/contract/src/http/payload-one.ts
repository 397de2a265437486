import { z } from 'zod'
import type { HttpEvent } from '../execution.ts'

export const PayloadFormat = z.enum(['1.0', '2.0']).meta({
  description: 'Which of the formats of AWS API Gateway the event has; left out: 2.0. Older frameworks read only 1.0',
})
export type PayloadFormat = z.infer<typeof PayloadFormat>

type Several = Record<string, string[]>

export interface HttpEventOne {
  version: '1.0'
  resource: string
  path: string
  httpMethod: string
  headers: Record<string, string>
  multiValueHeaders: Several
  queryStringParameters: Record<string, string> | null
  multiValueQueryStringParameters: Several | null
  pathParameters: Record<string, string> | null
  stageVariables: null
  requestContext: Record<string, unknown>
}

/**
 * The same request in AWS payload format 1.0, without the body as well.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function payloadOne(event: HttpEvent): HttpEventOne {
  const { cookies, requestContext: context } = event
  const headers = cookies ? { ...event.headers, cookie: cookies.join('; ') } : event.headers
  // It is the function's alone and is put into the JSON later, once: see httpInputOf() of the server.
  const { tracestate: _, ...visible } = headers
  const query = queryOf(event.rawQueryString)
  const resource = event.routeKey === '$default' ? '$default' : event.routeKey.replace(/^\S+ /, '')
  return {
    version: '1.0',
    resource,
    path: event.rawPath,
    httpMethod: context.http.method,
    headers,
    multiValueHeaders: bare(Object.entries(visible).map(([name, value]) => [name, [value]])),
    queryStringParameters: query && bare(Object.entries(query).map(([name, values]) => [name, values.at(-1)!])),
    multiValueQueryStringParameters: query,
    pathParameters: event.pathParameters ?? null,
    stageVariables: null,
    requestContext: {
      accountId: context.accountId,
      apiId: context.apiId,
      authorizer: context.authorizer ? context.authorizer.jwt : null,
      domainName: context.domainName,
      domainPrefix: context.domainPrefix,
      extendedRequestId: context.requestId,
      httpMethod: context.http.method,
      identity: { sourceIp: context.http.sourceIp, userAgent: context.http.userAgent, user: null },
      path: event.rawPath,
      protocol: context.http.protocol,
      requestId: context.requestId,
      requestTime: context.time,
      requestTimeEpoch: context.timeEpoch,
      resourceId: null,
      resourcePath: resource,
      stage: context.stage,
    },
  }
}

/** Without a prototype: a query may say `__proto__`. */
const bare = <Value>(entries: [string, Value][]): Record<string, Value> =>
  Object.setPrototypeOf(Object.fromEntries(entries), null) as Record<string, Value>

function queryOf(raw: string): Several | null {
  if (raw === '') return null
  const query: Several = bare<string[]>([])
  for (const [name, value] of new URLSearchParams(raw)) (query[name] ??= []).push(value)
  return query
}
