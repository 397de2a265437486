import fc from 'fast-check'
import { encodeFrame, encodeHeadAndBody, HEADER_BYTES } from '../src/protocol/frames.ts'

/** Frames that a hostile guest may write, as bytes: some valid, most nearly valid, some random. */

const KINDS = [...Array.from({ length: 12 }, (_, n) => 16 + n), 30]
const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>({ toString: 1, valueOf: 1 }, { length: -1 }, [], '', '\ud800', '\0', 1e308, 2 ** 53, null),
)
const fields = fc.dictionary(
  fc.constantFrom(
    'bootMs',
    'name',
    'message',
    'stack',
    'code',
    'fatal',
    'statusCode',
    'request',
    'function',
    '__proto__',
  ),
  hostile,
)
const right: fc.Arbitrary<object> = fc.constantFrom(
  {},
  { name: 'Error', message: 'failed' },
  { name: 'Error', message: 'failed', fatal: true },
  { statusCode: 200, headers: [['a', 'b']] },
  { request: 1, function: 'other' },
  { code: 1 },
  { id: '0'.repeat(16), parentId: null, name: 'a', kind: 'client', startedAt: 0, durationMs: 1, attributes: { a: [] } },
)
const object = fc.oneof({ arbitrary: right, weight: 3 }, fields)
const withBody = fc
  .tuple(object, fc.uint8Array({ maxLength: 40 }))
  .map(([head, body]) => encodeHeadAndBody(0, 0, JSON.stringify(head), body).subarray(HEADER_BYTES))
const line = fc.tuple(fc.nat(8), fc.double(), fc.string({ maxLength: 30 })).map(([level, time, text]) => {
  const head = Buffer.alloc(13)
  head[0] = level
  head.writeDoubleLE(time, 5)
  return Buffer.concat([head, Buffer.from(text)])
})
const ask = fc
  .tuple(
    fc.nat(4),
    fc.nat(6),
    fc.oneof(fc.constant('{"operation":"a","input":{},"body":true}'), fc.string({ maxLength: 20 })),
  )
  .map(([request, part, content]) => {
    const head = Buffer.alloc(5, part)
    head.writeUInt32LE(request)
    return Buffer.concat([head, Buffer.from(content)])
  })
const payload = fc.oneof(
  ask,
  object.map((value) => Buffer.from(JSON.stringify(value))),
  withBody,
  line,
  fc.constant(Buffer.alloc(0)),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  fc.nat(300_000).map((size) => Buffer.alloc(size, 'x')),
)

export const randomFrame: fc.Arbitrary<Buffer> = fc
  .record({
    kind: fc.oneof({ arbitrary: fc.constantFrom(...KINDS), weight: 12 }, fc.nat(255)),
    call: fc.oneof({ arbitrary: fc.nat(3), weight: 8 }, fc.nat(0xffffffff)),
    payload,
    twist: fc.oneof(
      { arbitrary: fc.constant('none' as const), weight: 10 },
      fc.constantFrom('cut' as const, 'twice' as const, 'length' as const),
    ),
    number: fc.nat(0xffffffff),
  })
  .map(({ kind, call, payload: given, twist, number }) => {
    const frame = encodeFrame(kind, call, given)
    if (twist === 'cut') return frame.subarray(0, number % (frame.length + 1))
    if (twist === 'twice') return Buffer.concat([frame, frame])
    if (twist === 'length') frame.writeUInt32LE(number, 0)
    return frame
  })
