import { AlcoveError } from '@alcove/contract'
import { expect, test } from 'vitest'
import { parseJson, readBody, refuseUnstorable } from './body.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const codeOf = (run: () => unknown) => {
  try {
    run()
    return 'no error'
  } catch (error) {
    return error instanceof AlcoveError ? error.code : error
  }
}

test('any JSON is taken, nested up to the limit', () => {
  expect(parseJson(bytes('"text"'))).toBe('text')
  expect(parseJson(bytes('['.repeat(100) + ']'.repeat(100)))).toBeInstanceOf(Array)
  expect(parseJson(bytes(`["${'['.repeat(500)}\\"["]`))).toHaveLength(1)
})

test('deeper JSON is refused before it is parsed', () => {
  expect(codeOf(() => parseJson(bytes('['.repeat(101) + ']'.repeat(101))))).toBe('ValidationFailed')
  expect(codeOf(() => parseJson(bytes('{"a":'.repeat(1_000_000))))).toBe('ValidationFailed')
})

test.each(['', '{', "{'a':1}", 'undefined', '{"a":1,}', 'NaN'])('%j is malformed', (text) => {
  expect(codeOf(() => parseJson(bytes(text)))).toBe('MalformedJson')
})

test('bytes that are not UTF-8 are malformed', () => {
  expect(codeOf(() => parseJson(Uint8Array.of(0x22, 0xff, 0x22)))).toBe('MalformedJson')
})

test.each(['{"a":"\\ud800"}', '{"a":[{"b":"x\\udc00"}]}', '{"\\ud800":1}', '{"files":{"__proto__":"x"}}'])(
  '%s cannot be kept and is refused',
  (text) => expect(codeOf(() => refuseUnstorable(parseJson(bytes(text))))).toBe('ValidationFailed'),
)

test('whole characters of any plane can be kept', () => {
  expect(() => refuseUnstorable({ a: ['函数 😀', null, 1, { constructor: 'x' }] })).not.toThrow()
})

test('a body is counted as it arrives, whatever its Content-Length says', async () => {
  let sent = 0
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1
      controller.enqueue(new Uint8Array(1000))
    },
  })
  const request = new Request('http://test', { method: 'POST', body: endless, duplex: 'half' } as RequestInit)
  await expect(readBody(request, 10_000)).rejects.toMatchObject({ code: 'PayloadTooLarge' })
  expect(sent).toBeLessThan(20)
})

test('a client that goes away in the middle of its body is no failure of ours', async () => {
  const cut = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error('aborted')),
  })
  const request = new Request('http://test', { method: 'POST', body: cut, duplex: 'half' } as RequestInit)
  await expect(readBody(request, 10)).rejects.toMatchObject({ code: 'Cancelled' })
})
