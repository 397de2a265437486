/** Sample events, by the way a function is called. */
export const EVENT_PRESETS = {
  hello: { name: 'Ada' },
  empty: {},
  httpGet: httpEvent('GET', '/hello', { name: 'Ada' }),
  httpPost: httpEvent('POST', '/orders', {}, { id: 'o-1', lines: [{ sku: 'A-1', quantity: 2, price: 1250 }] }),
  timer: {
    trigger: 'nightly',
    scheduledAt: '2026-11-21T11:00:00.000Z',
    localTime: '2026-11-21T12:00:00+01:00',
    timezone: 'Europe/Berlin',
    cause: 'source',
    payload: null,
  },
  bucket: {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: 'alcove',
        eventTime: '2026-11-21T11:00:00.000Z',
        eventName: 'ObjectCreated:Put',
        userIdentity: { principalId: 'ada@example.com' },
        requestParameters: { sourceIPAddress: '127.0.0.1' },
        responseElements: { 'x-amz-request-id': 'console', 'x-amz-id-2': 'console' },
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: 'thumbnails',
          bucket: { name: 'photos', ownerIdentity: { principalId: 'shop' }, arn: 'arn:aws:s3:::photos' },
          object: { key: 'originals/cat.jpg', size: 1024, eTag: 'd41d8cd98f00b204e9800998ecf8427e', sequencer: '1' },
        },
      },
    ],
  },
  event: {
    specversion: '1.0',
    id: '4711',
    source: '/shop/checkout',
    type: 'shop.order.created',
    time: '2026-11-21T11:00:00.000Z',
    datacontenttype: 'application/json',
    data: { order: 17, total: 120 },
  },
  log: {
    logs: [{ time: '2026-11-21T11:00:00.000Z', level: 'error', message: 'SKU 7 is sold out', invocationId: 'console' }],
  },
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
