import fc from 'fast-check'
import { PbfWriter } from 'pbf'
import { expect, test } from 'vitest'
import { receiveTelemetry } from './receive.ts'

const NOW = 1_800_000_000_000
const call = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), startedAt: NOW - 1_000, shared: false }
const nanos = (ms: number) => `${ms}000000`
const span = (over: object = {}) => ({
  traceId: call.traceId,
  spanId: 'c'.repeat(16),
  parentSpanId: call.spanId,
  name: 'price cart',
  kind: 3,
  startTimeUnixNano: nanos(NOW - 500),
  endTimeUnixNano: nanos(NOW - 400),
  attributes: [{ key: 'lines', value: { intValue: '3' } }],
  status: { code: 2, message: 'no stock' },
  ...over,
})
const traces = (...spans: object[]) => json(2, { resourceSpans: [{ scopeSpans: [{ spans }] }] })
const logs = (...logRecords: object[]) => json(3, { resourceLogs: [{ scopeLogs: [{ logRecords }] }] })
const json = (flags: number, value: unknown) =>
  Buffer.concat([Buffer.from([flags]), Buffer.from(JSON.stringify(value))])
const receive = (payload: Buffer, of = call) => receiveTelemetry(payload, of, NOW)

test('a span of the call is kept, with the call itself as no span of its own', () => {
  expect(receive(traces(span()))).toEqual({
    spans: [
      {
        id: 'c'.repeat(16),
        parentId: null,
        name: 'price cart',
        kind: 'client',
        startedAt: NOW - 500,
        durationMs: 100,
        error: 'no stock',
        attributes: { lines: 3 },
      },
    ],
    lines: [],
    dropped: 0,
  })
})

test.each<[what: string, over: object, of: Partial<typeof call>, kept: number]>([
  ['another trace, made while the call ran', { traceId: 'd'.repeat(32) }, {}, 1],
  ['another trace, made before the call', { traceId: 'd'.repeat(32), endTimeUnixNano: nanos(NOW - 5_000) }, {}, 0],
  ['another trace, while other calls run too', { traceId: 'd'.repeat(32) }, { shared: true }, 0],
  ['the trace of the call, while other calls run too', {}, { shared: true }, 1],
  ['no id', { spanId: 'short' }, {}, 0],
  ['an id of zeroes', { spanId: '0'.repeat(16) }, {}, 0],
  ['a name that is no text', { name: { toString: 1 } }, {}, 0],
  ['a time that is none', { startTimeUnixNano: 'soon' }, {}, 0],
])('of a span of %s', (_, over, of, kept) => {
  const { spans, dropped } = receive(traces(span(over)), { ...call, ...of })
  expect([spans.length, dropped]).toEqual([kept, 1 - kept])
})

test('forged times end with the call, and attributes have a number and a size', () => {
  const attributes = [
    { key: '__proto__', value: { stringValue: 'x' } },
    { key: 'k'.repeat(500), value: { stringValue: 'x' } },
    { key: 'huge', value: { doubleValue: '1e999' } },
    { key: 'deep', value: nested(1_000) },
    ...Array.from({ length: 100 }, (__, n) => ({ key: `n${n}`, value: { stringValue: 'x'.repeat(9_999) } })),
  ]
  const [kept] = receive(traces(span({ startTimeUnixNano: '1', endTimeUnixNano: nanos(NOW + 1e9), attributes }))).spans
  expect(kept).toMatchObject({ startedAt: call.startedAt, durationMs: 1_000 })
  expect(Object.keys(kept!.attributes).length).toBeLessThanOrEqual(16)
  expect(JSON.stringify(kept!.attributes).length).toBeLessThan(16 * 520)
  expect(kept!.attributes['huge']).toBe('1e999')
})

function nested(depth: number): object {
  let value: object = { stringValue: 'x' }
  for (let n = 0; n < depth; n++) value = { arrayValue: { values: [value] } }
  return value
}

test('of a request with more spans than anyone exports, the first are read and all are counted', () => {
  const { spans, dropped } = receive(traces(...Array.from({ length: 3_000 }, () => span())))
  expect([spans.length, dropped]).toEqual([1_000, 2_000])
})

test('log records become lines, those with attributes JSON', () => {
  const at = { timeUnixNano: nanos(NOW - 100) }
  const { lines } = receive(
    logs(
      { ...at, severityNumber: 17, body: { stringValue: 'sold out' } },
      { ...at, body: { stringValue: 'priced' }, attributes: [{ key: 'sku', value: { stringValue: 'mug' } }] },
      { timeUnixNano: '1', severityNumber: 'x', body: { stringValue: 'y'.repeat(100_000) } },
    ),
  )
  expect(lines.map(({ level, message }) => [level, message.slice(0, 40)])).toEqual([
    ['error', 'sold out'],
    ['info', '{"message":"priced","sku":"mug"}'],
    ['info', 'y'.repeat(40)],
  ])
  expect(lines[2]).toMatchObject({ time: NOW, truncatedBytes: 100_000 - lines[2]!.message.length })
})

test('of log records beyond those that are read, a line says how many', () => {
  const { lines } = receive(logs(...Array.from({ length: 1_500 }, () => ({ body: { stringValue: 'x' } }))))
  expect(lines).toHaveLength(1_001)
  expect(lines.at(-1)).toMatchObject({ level: 'warn', message: expect.stringMatching(/^500 log records are missing/) })
})

test('protobuf says the same as JSON', () => {
  const writer = new PbfWriter()
  const value = (text: string) => (__: null, inner: PbfWriter) => inner.writeStringField(1, text)
  writer.writeMessage(
    1,
    (__, resource) =>
      resource.writeMessage(
        2,
        (___, scope) =>
          scope.writeMessage(
            2,
            (____, one) => {
              one.writeBytesField(1, Buffer.from(call.traceId, 'hex'))
              one.writeBytesField(2, Buffer.from('c'.repeat(16), 'hex'))
              one.writeBytesField(4, Buffer.from(call.spanId, 'hex'))
              one.writeStringField(5, 'price cart')
              one.writeVarintField(6, 3)
              one.writeFixed64Field(7, (NOW - 500) * 1e6)
              one.writeFixed64Field(8, (NOW - 400) * 1e6)
              one.writeMessage(
                9,
                (_____, pair) => (pair.writeStringField(1, 'sku'), pair.writeMessage(2, value('mug'), null)),
                null,
              )
              one.writeMessage(
                15,
                (_____, status) => (status.writeStringField(2, 'no stock'), status.writeVarintField(3, 2)),
                null,
              )
            },
            null,
          ),
        null,
      ),
    null,
  )
  const text = span({ attributes: [{ key: 'sku', value: { stringValue: 'mug' } }] })
  const [kept] = receive(Buffer.concat([Buffer.from([0]), writer.finish()])).spans
  const [same] = receive(traces(text)).spans
  expect({ ...kept, startedAt: Math.round(kept!.startedAt), durationMs: Math.round(kept!.durationMs) }).toEqual(same)
})

test('whatever else an instance passes on is dropped, and takes no time', () => {
  const bytes = fc.uint8Array({ maxLength: 400 })
  // Resource, scope and span around bytes of any kind.
  const wrapped = bytes.map((inner) => [1, 2, 2].reduceRight<Uint8Array>((held, field) => fieldOf(field, held), inner))
  fc.assert(
    fc.property(fc.nat({ max: 3 }), fc.oneof(bytes, wrapped), (flags, body) => {
      const { spans } = receive(Buffer.concat([Buffer.from([flags]), body]))
      expect(spans.length).toBeLessThanOrEqual(400)
    }),
    { numRuns: 500 },
  )
})

function fieldOf(number: number, content: Uint8Array): Uint8Array {
  const head = new PbfWriter()
  head.writeBytesField(number, content)
  return head.finish()
}
