import { expect, test } from 'vitest'
import { declarationOf } from './declaration.ts'
import { inferSchema } from './infer.ts'
import { parametersOf, withOrder, withoutOrder, withParameters, type ParametersSchema } from './schema.ts'
import { maskSecrets, secretNames, secretValues } from './secrets.ts'
import { subjectOf } from './subject.ts'
import { parametersSummary } from './summary.ts'

const text = { type: 'string' }
const secret = { type: 'string', writeOnly: true }
const of = (properties: Record<string, unknown>, more: Record<string, unknown> = {}): ParametersSchema => ({
  type: 'object',
  properties,
  ...more,
})

test.each<[string, ParametersSchema, string[]]>([
  ['none', of({ a: text }), []],
  ['one', of({ a: text, key: secret }), ['key']],
  ['one within another', of({ card: { type: 'object', properties: { number: secret } } }), ['number']],
  ['items of a list: the list', of({ keys: { type: 'array', items: secret } }), ['keys']],
  ['by reference: the property that refers', of({ key: { $ref: '#/$defs/Key' } }, { $defs: { Key: secret } }), ['key']],
  [
    'in a circle',
    of({ a: { $ref: '#/$defs/A' } }, { $defs: { A: of({ a: { $ref: '#/$defs/A' }, k: secret }) } }),
    ['k'],
  ],
  ['by a reference that leads elsewhere', of({ a: { $ref: '#anchor' }, k: secret }), ['a', 'k']],
  ['of any name: everything', of({}, { additionalProperties: secret }), ['']],
  ['named __proto__', of(JSON.parse('{"__proto__":{"writeOnly":true}}') as Record<string, unknown>), ['__proto__']],
])('finds secrets: %s', (_, schema, names) => {
  expect([...secretNames(schema)].sort()).toEqual(names)
})

test.each<[string, string[], string, string]>([
  [
    'digits stay',
    ['k'],
    '{"k":"x","n":12345678901234567890,"p":1.10}',
    '{"k":"[secret]","n":12345678901234567890,"p":1.10}',
  ],
  ['at any depth, whatever its type', ['k'], '{"a":[{"k":{"b":1}}]}', '{"a":[{"k":"[secret]"}]}'],
  [
    'in the body of a request',
    ['k'],
    '{"body":"{\\"k\\":1,\\"a\\":2}"}',
    '{"body":"{\\"k\\":\\"[secret]\\",\\"a\\":2}"}',
  ],
  ['a body that is no JSON', ['k'], '{"body":"k=1"}', '{"body":"\\"[secret]\\""}'],
  ['no JSON at all', ['k'], '{"k":', '"[secret]"'],
  ['everything', [''], '{"a":1}', '"[secret]"'],
  ['nothing', [], '{"k":', '{"k":'],
])('masks secrets: %s', (_, names, given, masked) => {
  expect(maskSecrets(given, new Set(names))).toBe(masked)
})

const many = JSON.stringify([{ key: 'abcd' }, ...Array.from({ length: 100_000 }, () => 1)])
test.each<[string, string]>([
  ['of an event', many],
  ['of a body', JSON.stringify({ body: many.replaceAll(',', ' ,') }).replaceAll(',', '\\u002c')],
  [
    'of a body in base64',
    JSON.stringify({ httpMethod: 'PUT', requestContext: {}, body: btoa(many), isBase64Encoded: true }),
  ],
])('does not look for secrets among more values %s than it can read in time', (_, given) => {
  expect(secretValues(given, new Set(['key']))).toBeNull()
})

test('masks a text completely that holds more values than it can read in time', () => {
  expect(maskSecrets(many, new Set(['key']))).toBe('"[secret]"')
})

const inBase64 = { requestContext: { http: { method: 'POST' } }, body: btoa('{"key":"abcd"}'), isBase64Encoded: true }
test.each<[string, string, string[]]>([
  ['longer ones first', '{"key":"abcd","list":{"key":["abcdef",1,"ab"]}}', ['abcdef', 'abcd']],
  ['in the body of a request', '{"body":"{\\"key\\":\\"in a body\\"}"}', ['in a body']],
  ['in a body in base64', JSON.stringify(inBase64), ['abcd']],
  [
    'line by line, and as JSON writes them',
    '{"key":"first\\n second"}',
    ['first\\n second', 'first\n second', 'second', 'first'],
  ],
  ['with quotes, as JSON writes them too', '{"key":"ab\\"cd"}', ['ab\\"cd', 'ab"cd']],
  ['numbers with all their digits', '{"key":[12345678901234567890,1234,12]}', ['12345678901234567890', '1234']],
])('finds the values of secrets: %s', (_, given, values) => {
  expect(secretValues(given, new Set(['key']))).toEqual(values)
})

test.each<[string, unknown, ReturnType<typeof subjectOf>]>([
  ['an event', { a: 1 }, { of: 'event', value: { a: 1 } }],
  ['null', null, { of: 'event', value: null }],
  ['a request', { requestContext: { http: { method: 'POST' } }, body: '{}' }, { of: 'body', text: '{}' }],
  [
    'one in base64',
    { httpMethod: 'PUT', requestContext: {}, body: 'e30=', isBase64Encoded: true },
    { of: 'body', text: '{}' },
  ],
  ['one without a body that needs one', { requestContext: { http: { method: 'POST' } } }, { of: 'body', text: '' }],
  ['one that needs none', { requestContext: { http: { method: 'GET' } } }, { of: 'nothing' }],
])('describes %s', (_, event, subject) => {
  expect(subjectOf(event)).toEqual(subject)
})

test('keeps the order of parameters and what else a schema says', () => {
  const stored = withOrder(of({ z: text, a: text }, { required: ['z'], $defs: { L: text } }))
  const sorted = { ...stored, properties: { a: text, z: text } }
  expect(parametersOf(sorted).map(({ name, required }) => [name, required])).toEqual([
    ['z', true],
    ['a', false],
  ])
  expect(JSON.stringify(withoutOrder(sorted))).toBe(
    JSON.stringify({ type: 'object', properties: { z: text, a: text }, required: ['z'], $defs: { L: text } }),
  )
  expect(withParameters(null, [])).toEqual({ type: 'object', properties: {} })
})

test('writes types for the editor', () => {
  const schema = of(
    {
      orderId: { type: 'string', description: 'What is */ sent back' },
      reason: { enum: ['late', 'damaged'], default: 'late' },
      lines: { type: 'array', items: { $ref: '#/$defs/Line' } },
    },
    {
      required: ['orderId'],
      $defs: { Line: of({ qty: { type: 'integer' }, 'not-a-name': { type: ['string', 'null'] } }) },
    },
  )
  expect(declarationOf(schema)).toBe(`declare module 'alcove' {
  /** The parameters of this function, as its configuration declares them. */
  export interface Params {
    /** What is * / sent back */
    "orderId": string
    /** Default "late". */
    "reason": "late" | "damaged"
    "lines"?: Array<{
        "qty"?: number
        "not-a-name"?: string | null
      }>
  }
  export interface Declared {
    params: Params
  }
}
`)
})

test('infers a schema that all inputs match', () => {
  const inputs = Array.from({ length: 12 }, (_, at) => ({
    id: `o-${at}`,
    at: '2026-11-28T10:00:00Z',
    reason: at % 3 === 0 ? 'late' : 'damaged',
    qty: at === 5 ? 1.5 : at,
    ...(at > 2 && { lines: [{ sku: 'M', n: at === 7 ? null : 1 }] }),
  }))
  expect(inferSchema([...inputs, 'no object'])).toEqual({
    type: 'object',
    properties: {
      id: text,
      at: { type: 'string', format: 'date-time' },
      reason: { type: 'string', enum: ['damaged', 'late'] },
      qty: { type: 'number' },
      lines: {
        type: 'array',
        items: of({ sku: text, n: { type: ['integer', 'null'] } }, { required: ['sku', 'n'] }),
      },
    },
    required: ['id', 'at', 'reason', 'qty'],
  })
  expect(inferSchema([1, null])).toBeNull()
})

test('says what changed in the audit', () => {
  const schema = of({
    a: { type: 'integer', minimum: 1, maximum: 20, default: 2 },
    k: secret,
    l: { type: 'array', items: text },
  })
  expect(parametersSummary({ ...schema, required: ['k'] })).toEqual({
    a: 'integer from 1 to 20, default 2',
    k: 'string, required, secret',
    l: 'list of string',
  })
})
