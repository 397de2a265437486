import { LIMITS } from '@alcove/contract'
import { expect, test } from 'vitest'
import { PayloadCapture, recordedPayload } from './payload-capture.ts'

const CAP = LIMITS.recordedPayloadBytes

test('text is kept as it was', () => {
  expect(recordedPayload(Buffer.from('{"name":"阿尔"}'))).toEqual({
    text: '{"name":"阿尔"}',
    encoding: 'utf8',
    bytes: 17,
    truncated: false,
  })
})

test('bytes that are not text, or that PostgreSQL cannot store as text, are kept as base64', () => {
  expect(recordedPayload(Uint8Array.of(0xff, 0xfe))).toMatchObject({ text: '//4=', encoding: 'base64' })
  expect(recordedPayload(Uint8Array.of(0x61, 0))).toMatchObject({ text: 'YQA=', encoding: 'base64' })
})

test('more than the cap is cut between characters, marked, and counted in full', () => {
  const capture = new PayloadCapture()
  const chunk = Buffer.from('é'.repeat(10_001))
  for (let sent = 0; sent < 5; sent += 1) capture.push(Buffer.concat([Buffer.from('x'), chunk]))
  const recorded = capture.recorded()
  expect(recorded).toMatchObject({ encoding: 'utf8', truncated: true, bytes: 5 * 20_003 })
  expect(Buffer.byteLength(recorded.text)).toBeLessThanOrEqual(CAP)
  expect(Buffer.byteLength(recorded.text)).toBeGreaterThan(CAP - 4)
  expect(recorded.text).not.toContain('\uFFFD')
})

test('a sender may reuse its buffer', () => {
  const capture = new PayloadCapture()
  const buffer = Buffer.from('before')
  capture.push(buffer)
  buffer.write('AFTER!')
  expect(capture.recorded().text).toBe('before')
})
