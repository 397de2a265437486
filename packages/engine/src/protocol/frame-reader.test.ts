import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FrameReader } from './frame-reader.ts'
import { encodeFrame, HEADER_BYTES, MAX_GUEST_FRAME, ProtocolError } from './frames.ts'

const frame = fc.record({
  kind: fc.integer({ min: 0, max: 255 }),
  call: fc.integer({ min: 0, max: 0xffffffff }),
  payload: fc.uint8Array({ maxLength: 300 }),
})

test('however the bytes are cut, the same frames come out', () => {
  fc.assert(
    fc.property(fc.array(frame), fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (sent, cuts) => {
      const stream = Buffer.concat(sent.map(({ kind, call, payload }) => encodeFrame(kind, call, payload)))
      const received: { kind: number; call: number; payload: Uint8Array }[] = []
      const reader = new FrameReader(({ kind, call, payload }) =>
        received.push({ kind, call, payload: new Uint8Array(payload) }),
      )
      for (let at = 0, cut = 0; at < stream.length; cut++) {
        const size = cuts[cut % cuts.length]!
        reader.push(stream.subarray(at, at + size))
        at += size
      }
      expect(received).toEqual(
        sent.map(({ kind, call, payload }) => ({ kind, call, payload: new Uint8Array(payload) })),
      )
    }),
  )
})

test.for([1, 5, 9, 64])('a frame that claims too much is refused on its header, %i bytes at a time', (size) => {
  const header = Buffer.alloc(9)
  header.writeUInt32LE(MAX_GUEST_FRAME + 1, 0)
  const reader = new FrameReader(() => {})
  expect(() => {
    for (let at = 0; at < header.length; at += size) reader.push(header.subarray(at, at + size))
  }).toThrow(ProtocolError)
})

test('whatever the bytes are, it cuts them into frames or refuses them, and keeps no more than one frame', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 50 }), (chunks) => {
      let passed = 0
      const reader = new FrameReader(({ payload }) => (passed += HEADER_BYTES + payload.length))
      let given = 0
      try {
        for (const chunk of chunks) {
          given += chunk.length
          reader.push(Buffer.from(chunk))
        }
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error
      }
      expect(passed).toBeLessThanOrEqual(given)
    }),
  )
})
