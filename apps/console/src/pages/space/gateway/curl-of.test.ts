import { expect, test } from 'vitest'
import { curlOf } from './curl-of.ts'
import { sampleOf } from './sample-of.ts'

test('a request becomes a command that a shell reads as it is meant', () => {
  const origin = 'http://127.0.0.1:4401/gw/shop'
  const sent = { origin, method: 'POST', path: '/orders?a=1', headers: { 'x-a': "it's" }, body: `{"a":"$HOME"}` }
  expect(curlOf(sent)).toBe(
    [
      `curl -X POST 'http://127.0.0.1:4401/gw/shop/orders?a=1'`,
      `  -H 'x-a: it'\\''s'`,
      `  --data-raw '{"a":"$HOME"}'`,
    ].join(' \\\n'),
  )
  expect(curlOf({ ...sent, method: 'GET', headers: {} })).toBe(`curl -X GET '${origin}/orders?a=1'`)
})

test.each([
  ['', ''],
  ['{ broken', '{\n}'],
  [
    {
      required: ['email', 'note'],
      properties: {
        email: { type: 'string', format: 'email' },
        currency: { enum: ['EUR', 'USD'] },
        lines: { type: 'array', items: { properties: { qty: { type: 'integer', minimum: 2 } } } },
      },
    },
    { email: 'ines@example.org', currency: 'EUR', lines: [{ qty: 2 }], note: null },
  ],
])('of the schema %j a body begins as %j', (schema, sample) => {
  const text = typeof schema === 'string' ? schema : JSON.stringify(schema)
  expect(sampleOf(text)).toBe(typeof sample === 'string' ? sample : JSON.stringify(sample, null, 2))
})
