import { LIMITS } from '@alcove/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeHeadAndBody, HEADER_BYTES, ProtocolError } from '../protocol/frames.ts'
import {
  HeadParser,
  parseAsk,
  parseEnd,
  parseError,
  parseExitCode,
  parseHead,
  parseHello,
  parseInvoke,
  parseLine,
  parseReady,
  parseResult,
  parseSpan,
} from './messages.ts'

const PARSERS = {
  parseAsk,
  parseEnd,
  parseError,
  parseExitCode,
  parseHello,
  parseInvoke,
  parseReady,
  parseHead: (payload: Buffer) => parseHead(payload, true),
  parseEventHead: (payload: Buffer) => parseHead(payload, false),
  parseResult: (payload: Buffer) => parseResult(payload, true, new HeadParser()),
  parseEventResult: (payload: Buffer) => parseResult(payload, false, new HeadParser()),
  parseSpan: (payload: Buffer) => parseSpan(payload, 1_700_000_000_000),
  parseLine: (payload: Buffer) => parseLine(payload, 1_700_000_000_000),
}

/** Names that a frame may contain, with values that harm a reader who trusts them. */
const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    { toString: 1, valueOf: 1 },
    { toJSON: 1, length: -1 },
    [],
    '',
    '\ud800',
    '\0',
    1e308,
    -0,
    2 ** 53,
    null,
  ),
)
const FIELDS = [
  'bootMs',
  'name',
  'message',
  'stack',
  'code',
  'fatal',
  'statusCode',
  'headers',
  'request',
  'function',
  'operation',
  'input',
  'body',
  'id',
  'parentId',
  'kind',
  'startedAt',
  'durationMs',
  'attributes',
]
const object = fc.dictionary(fc.constantFrom(...FIELDS, 'qualifier', 'constructor'), hostile)
const json = fc.oneof(hostile, object).map((value) => Buffer.from(JSON.stringify(value)))
const headAndBody = fc
  .tuple(object, fc.uint8Array({ maxLength: 50 }))
  .map(([head, body]) => encodeHeadAndBody(0, 0, JSON.stringify(head), body).subarray(HEADER_BYTES))
const bytes = fc.uint8Array({ maxLength: 100 }).map((array) => Buffer.from(array))
const ask = fc.tuple(fc.nat(5), object).map(([part, head]) => {
  const start = Buffer.alloc(5, part)
  return Buffer.concat([start, Buffer.from(JSON.stringify(head))])
})
const payload = fc.oneof(
  ask,
  json,
  headAndBody,
  bytes,
  // Cut short, and one bit off.
  fc.tuple(fc.oneof(json, headAndBody), fc.nat(200)).map(([whole, at]) => whole.subarray(0, at)),
  fc.tuple(fc.oneof(json, headAndBody), fc.nat(200), fc.nat(255)).map(([whole, at, byte]) => {
    const changed = Buffer.from(whole)
    if (at < changed.length) changed[at] = byte
    return changed
  }),
)

test.for(Object.entries(PARSERS))('%s() takes any bytes, and refuses with nothing but a ProtocolError', ([, parse]) => {
  const refusal = (given: Buffer): unknown => {
    try {
      parse(given)
      return null
    } catch (error) {
      return error instanceof ProtocolError ? null : error
    }
  }
  fc.assert(
    fc.property(payload, (given) => void expect(refusal(given)).toBeNull()),
    { numRuns: 2000 },
  )
})

test.for([
  '{"code":{"toString":1,"valueOf":1}}',
  '{"code":[]}',
  '{"code":"1"}',
  '{"code":1.5}',
  '{"code":1e300}',
  '{"code":null}',
  '{}',
  '[]',
  'null',
  `${'['.repeat(500_000)}`,
])('an exit with the payload %.40s is refused', (text) => {
  expect(() => parseExitCode(Buffer.from(text))).toThrow(ProtocolError)
})

test('an exit code is what the kernel makes of it', () => {
  const parse = (code: number) => parseExitCode(Buffer.from(JSON.stringify({ code })))
  expect([0, 1, 255, 256, -1, 2 ** 32 - 1].map(parse)).toEqual([0, 1, 255, 0, 255, 255])
})

const invoke = (head: object) => encodeHeadAndBody(0, 0, JSON.stringify(head), Buffer.from('{}')).subarray(HEADER_BYTES)

test.for([
  { request: { toString: 1, valueOf: 1 }, function: 'f' },
  { request: 1.5, function: 'f' },
  { request: -1, function: 'f' },
  { function: 'f' },
  { request: 1, function: ['f'] },
  { request: 1, function: 'f', qualifier: { toString: 1 } },
  { request: 1, function: 'f', async: 'true' },
  { request: 1, function: 'f', async: true, idempotencyKey: 1 },
  { request: 1, function: 'f', async: true, delaySeconds: '1' },
])('a call of another function with the head %j is refused', (head) => {
  expect(() => parseInvoke(invoke(head))).toThrow(ProtocolError)
})

test('an error is cut to what the platform keeps of one', () => {
  const long = 'x'.repeat(300_000)
  const { error } = parseError(Buffer.from(JSON.stringify({ name: long, message: long, stack: long })))
  expect([error.name.length, error.message.length, error.stack!.length]).toEqual([200, 16 * 1024, 32 * 1024])
})

test('a line is cut to what a line may have, and says how much is missing', () => {
  const forged = Buffer.alloc(13 + 1_000_000, 'x')
  forged[0] = 2
  forged.writeUInt32LE(0xffffffff, 1)
  const { message, truncatedBytes } = parseLine(forged, 0)
  expect(message.length).toBe(LIMITS.logLineBytes)
  expect(truncatedBytes).toBe(0x7fffffff)
  forged.writeUInt32LE(5, 1)
  expect(parseLine(forged, 0).truncatedBytes).toBe(5 + 1_000_000 - LIMITS.logLineBytes)
})

test('a head like the one before is the same object, another one is not', () => {
  const heads = new HeadParser()
  const ok = Buffer.from('{"statusCode":200,"headers":[["a","b"]]}')
  const first = heads.parse(ok, true)
  expect(heads.parse(Buffer.from(ok), true)).toBe(first)
  ok.write('201', ok.indexOf('200'))
  expect(heads.parse(ok, true)).toEqual({ statusCode: 201, headers: [['a', 'b']] })
  expect(() => heads.parse(ok, false)).toThrow(ProtocolError)
})
