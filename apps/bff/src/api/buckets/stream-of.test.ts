import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Deps } from '../../deps.ts'
import { streamOf } from './stream-of.ts'

function opened(next: Promise<IteratorResult<Uint8Array>>) {
  const logged: string[] = []
  const log = { error: (_: object, message: string) => logged.push(message), warn: () => {} }
  let ends = 0
  const iterator = { next: () => next, return: () => Promise.resolve({ done: true, value: undefined } as const) }
  const body = { [Symbol.asyncIterator]: () => iterator }
  const stream = streamOf({ log } as unknown as Deps, body, null, () => (ends += 1))
  return { reader: stream.getReader(), logged, ends: () => ends }
}

test('a client that leaves while an object is read is no fault of the server', async () => {
  const reading = Promise.withResolvers<IteratorResult<Uint8Array>>()
  const { reader, logged, ends } = opened(reading.promise)
  void reader.read()
  // The stream asks for its first piece.
  await setImmediate()
  await reader.cancel()
  reading.reject(new Error('Premature close'))
  await setImmediate()
  expect([logged, ends()]).toEqual([[], 1])
})

test('an object that cannot be read to its end is logged, and cuts the answer', async () => {
  const { reader, logged, ends } = opened(Promise.reject(new Error('the disk is gone')))
  await expect(reader.read()).rejects.toThrow('the disk is gone')
  expect([logged, ends()]).toEqual([['An object could not be read to its end'], 1])
})
