/** Sample events, by the way a function is called. */
export const EVENT_PRESETS = {
  hello: { name: 'Ada' },
  empty: {},
  httpGet: httpEvent('GET', '/hello', { name: 'Ada' }),
  httpPost: httpEvent('POST', '/orders', {}, { id: 'o-1', lines: [{ sku: 'A-1', quantity: 2, price: 1250 }] }),
} as const

export type EventPreset = keyof typeof EVENT_PRESETS

/** A module that answers requests takes no other event. */
export const firstPreset = (handler: string | undefined): EventPreset =>
  handler?.endsWith('.default') ? 'httpGet' : 'hello'

function httpEvent(method: string, path: string, query: Record<string, string>, body?: unknown) {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    queryStringParameters: query,
    requestContext: {
      accountId: 'anonymous',
      apiId: 'console',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'alcove-console' },
      requestId: 'console',
      routeKey: '$default',
      stage: '$default',
      time: '21/Nov/2026:12:00:00 +0000',
      timeEpoch: 1795262400000,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  }
}

const keyOf = (space: string, fn: string) => `alcove.event.${space}/${fn}`

/** The last event used with this function in this browser. */
export const rememberedEvent = (space: string, fn: string): string | null => localStorage.getItem(keyOf(space, fn))
export const rememberEvent = (space: string, fn: string, text: string): void =>
  localStorage.setItem(keyOf(space, fn), text)
