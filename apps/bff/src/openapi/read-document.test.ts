import { expect, test } from 'vitest'
import { readDocument } from './read-document.ts'

const text = JSON.stringify({ openapi: '3.1.0', info: { title: 'Shop', version: '1' }, paths: {} })

test('two files are read at the same time, a third is refused, and later ones are read again', async () => {
  const all = await Promise.allSettled([readDocument(text), readDocument('no document'), readDocument(text)])
  expect(all).toMatchObject([
    { status: 'fulfilled', value: { title: 'Shop' } },
    { status: 'rejected', reason: { code: 'ValidationFailed', message: expect.stringContaining('in JSON or YAML') } },
    { status: 'rejected', reason: { code: 'Unavailable', extras: { headers: { 'Retry-After': '5' } } } },
  ])
  expect(await readDocument(text)).toMatchObject({ title: 'Shop' })
})
