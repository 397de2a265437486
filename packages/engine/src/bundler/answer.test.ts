import { expect, test } from 'vitest'
import { answerOf } from './answer.ts'

const said = (head: unknown, zip = '') => Buffer.from(`${JSON.stringify(head)}\n${zip}`)

test('an answer is a line of JSON, and behind it a zip', () => {
  expect(answerOf(said({ error: null, place: null }, 'PK\nzip'))).toEqual({
    error: null,
    place: null,
    zip: Buffer.from('PK\nzip'),
  })
  expect(answerOf(said({ error: null, place: 'a.js:1:2: Unexpected token' }))).toMatchObject({
    place: 'a.js:1:2: Unexpected token',
  })
  const error = { name: 'SyntaxError', message: 'index.ts:1:1: Unexpected token', excerpt: null }
  expect(answerOf(said({ error, place: null }))?.error).toMatchObject({ ...error, excerpt: undefined })
})

test('what hostile code says about itself is text of a bounded length', () => {
  const error = { name: 'SystemError', message: 'x'.repeat(10_000), excerpt: { length: 7 } }
  const { error: read } = answerOf(said({ error, place: { toString: 1 } }))!
  expect(read).toMatchObject({ name: 'BundleError', code: 'InitError', message: 'x'.repeat(4000), excerpt: undefined })
  expect(answerOf(said({ error: 7, place: [] }))).toMatchObject({
    error: { message: 'The code cannot be bundled' },
    place: 'The code cannot be bundled',
  })
})

test.for([
  ['nothing', ''],
  ['no JSON', 'hello\n'],
  ['JSON that is no object', 'null\n'],
  ['an object of another shape', '{"error":null}\n'],
  ['no end of the line', '{"error":null,"place":null}'],
  ['a line without end', `{"error":null,"place":"${'x'.repeat(70_000)}"}\n`],
])('%s is no answer', ([, text]) => {
  expect(answerOf(Buffer.from(text!))).toBeNull()
})
