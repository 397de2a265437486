import { expect, test } from 'vitest'
import { z } from 'zod'
import { fieldErrorsOf } from './errors.ts'

test.for<[z.ZodType, unknown, string]>([
  [z.object({ name: z.string() }), {}, 'name: Is missing'],
  [z.object({ kind: z.enum(['a', 'b']) }), {}, 'kind: Is missing'],
  [z.string(), 5, 'Must be text'],
  [z.number(), 'x', 'Must be a number'],
  [z.number(), Number.NaN, 'Must be a number'],
  [z.number().int(), 1.5, 'Must be a whole number'],
  [z.number().min(1), 0, 'Must be at least 1'],
  [z.number().max(5), 6, 'Must be at most 5'],
  [z.string().min(1), '', 'Must not be empty'],
  [z.string().min(3), 'ab', 'Must have at least 3 characters'],
  [z.string().max(3), 'abcd', 'Must have at most 3 characters'],
  [z.array(z.string()).min(1), [], 'Must have at least 1 entry'],
  [z.array(z.string()).max(2), ['a', 'b', 'c'], 'Must have at most 2 entries'],
  [z.enum(['a', 'b']), 'c', 'Must be one of "a", "b"'],
  [z.literal('x'), 'y', 'Must be "x"'],
  [z.iso.datetime(), 'soon', 'Must be a time such as 2026-01-31T12:00:00Z'],
  [z.email(), 'me', 'Must be an e-mail address'],
  [
    z.discriminatedUnion('type', [z.object({ type: z.literal('a') }), z.object({ type: z.literal('b') })]),
    { type: 'c' },
    'type: Must be one of "a", "b"',
  ],
  [z.strictObject({}), { more: 1 }, 'more: Unknown field'],
  [z.string({ error: 'Its own sentence' }), 1, 'Its own sentence'],
])('%# says in words what is wrong', ([schema, input, said]) => {
  const errors = fieldErrorsOf(schema.safeParse(input).error!.issues)
  expect(errors.map(({ path, message }) => (path ? `${path}: ${message}` : message))).toEqual([said])
})
