import { AlcoveError } from '@alcove/contract'
import { inChinese } from '@alcove/contract/zh-CN'
import { expect, test } from 'vitest'
import { compileSchemas, requireCheap, validatorOf } from './schemas.ts'

const order = {
  type: 'object',
  required: ['email', 'lines'],
  additionalProperties: false,
  properties: {
    email: { type: 'string', format: 'email' },
    currency: { enum: ['EUR', 'USD'] },
    sku: { type: 'string', pattern: '^[A-Z]+$' },
    note: { type: 'string', pattern: '^[a-z]+$' },
    lines: { type: 'array', items: { $ref: '#/$defs/line' } },
  },
  $defs: { line: { type: 'object', properties: { qty: { type: 'integer', minimum: 1 } }, required: ['qty'] } },
}

test('every field that does not match is named', async () => {
  const validate = compileSchemas({ body: order, query: { properties: { page: { type: 'integer' } } } })
  const fits = { body: { email: 'a@b.example', sku: 'MUG', note: 'mug', lines: [{ qty: 1 }] }, query: { page: '2' } }
  const wrong = {
    body: { email: 'ines@', currency: 'CHF', lines: [{ qty: 1 }, { qty: 0 }, {}], more: 1 },
    query: { page: 'x' },
  }
  // Repeated, because a busy machine may not give it 100 ms at once.
  await expect.poll(() => validate(fits)).toEqual([])
  await expect
    .poll(() => validate(wrong))
    .toEqual([
      { path: 'query.page', message: 'Must be a whole number' },
      { path: 'body.more', message: 'Unknown field' },
      { path: 'body.email', message: 'Must be an e-mail address' },
      { path: 'body.currency', message: 'Must be one of "EUR", "USD"' },
      { path: 'body.lines.1.qty', message: 'Must be at least 1' },
      { path: 'body.lines.2.qty', message: 'Is missing' },
    ])
})

test('what every object inherits is no field', () => {
  const validate = compileSchemas({
    body: { properties: { constructor: { type: 'string' }, toString: {} }, required: ['toString'] },
  })
  expect(validate({ body: {} })).toEqual([{ path: 'body.toString', message: 'Is missing' }])
})

test.each([
  [{ type: ['string', 'null'] }, 1, '类型须为以下之一：string, null'],
  [{ type: 'boolean' }, 1, '须为 true 或 false'],
  [{ type: 'string', minLength: 2 }, 'a', '至少 2 个字符'],
  [{ type: 'array', maxItems: 1 }, [1, 2], '最多 1 项'],
  [{ type: 'object', minProperties: 1 }, {}, '至少 1 项'],
  [{ type: 'number', maximum: 3 }, 4, '须不大于 3'],
  [{ type: 'number', exclusiveMinimum: 3 }, 3, '须大于 3'],
  [{ type: 'number', multipleOf: 2 }, 3, '须为 2 的倍数'],
  [{ type: 'string', format: 'ipv4' }, 'a', '格式须为 ipv4'],
  [{ type: 'string', format: 'date-time' }, 'a', '须为时间，例如 2026-01-31T12:00:00Z'],
  [{ type: 'string', pattern: '^o-' }, 'a', '须匹配 ^o-'],
  [{ const: 'a' }, 'b', '须为 "a"'],
  [{ enum: ['a', 'b'] }, 'c', '须为以下之一："a", "b"'],
])('%j says in Chinese what is wrong with %j', (schema, value, said) => {
  const errors = compileSchemas({ body: schema })({ body: value })
  expect(errors!.map(({ message }) => inChinese(message))).toEqual([said])
})

const nested = (depth: number): object => (depth === 0 ? {} : { items: nested(depth - 1) })

test.each<[what: string, schema: object, message: RegExp]>([
  ['an unknown type', { type: 'strin' }, /type: Must be one of "array", /],
  ['a misspelt keyword', { requierd: ['a'] }, /Unknown keyword "requierd"/],
  ['a reference that leads nowhere', { $ref: '#/$defs/none' }, /leads nowhere/],
  ['a reference to itself', { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } }, /leads back to itself/],
  ['a reference to another host', { $ref: 'http://127.0.0.1/schema' }, /leads nowhere/],
  ['a pattern that RE2 does not know', { pattern: '(?=a)b' }, /pattern/],
  ['an unknown format', { format: 'colour' }, /Unknown format "colour"/],
  ['items compared with each other without bound', { uniqueItems: true }, /maxItems/],
  ['more than can be compiled in time', { anyOf: Array.from({ length: 2_000 }, () => ({})) }, /more than 1000/],
  ['deep nesting', nested(50), /nested/],
  ['a large text', { description: 'x'.repeat(70_000) }, /bytes/],
])('%s is refused with the reason', (_, schema, message) => {
  expect(() => compileSchemas({ body: schema as Record<string, unknown> })).toThrow(AlcoveError)
  expect(() => compileSchemas({ body: schema as Record<string, unknown> })).toThrow(message)
})

test('a pattern with catastrophic backtracking is answered at once', () => {
  const validate = compileSchemas({ body: { type: 'string', pattern: '^(a+)+$' } })
  expect(validate({ body: `${'a'.repeat(5_000)}b` })).toEqual([{ path: 'body', message: 'Must match ^(a+)+$' }])
})

test('a schema that branches at every level is stopped', () => {
  const branch = (missing: string) => ({ properties: { x: { $ref: '#/$defs/a' } }, required: [missing] })
  const validate = compileSchemas({ body: { $defs: { a: { anyOf: [branch('y'), branch('z')] } }, $ref: '#/$defs/a' } })
  let value = {}
  for (let depth = 0; depth < 60; depth += 1) value = { x: value }
  expect(validate({ body: value })).toBeNull()
})

test('schemas of the same text share a validator, and are turned into text once', () => {
  let read = 0
  const schemas = () => ({
    body: {
      get type() {
        read += 1
        return 'object'
      },
    },
  })
  const loaded = schemas()
  const validator = validatorOf(loaded)
  read = 0
  expect(validatorOf(loaded)).toBe(validator)
  expect(read).toBe(0)
  expect(validatorOf(schemas())).toBe(validator)
})

test('schemas that cost too much to compile are not stored', () => {
  const costly = (at: number) => ({ pattern: `^(\\p{L}|\\p{N}){1,${700 + at}}$` })
  expect(() => requireCheap({ body: { anyOf: Array.from({ length: 200 }, (_, at) => costly(at)) } })).toThrow(
    /long to compile/,
  )
  expect(() => requireCheap({ body: { type: 'object', properties: { a: { pattern: '^[a-z]+$' } } } })).not.toThrow()
})
