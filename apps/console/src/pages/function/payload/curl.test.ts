import { describe, expect, it } from 'vitest'
import { invokeCurl, shellQuote, urlCurl } from './curl.ts'

describe('shellQuote()', () => {
  it('keeps a quote literal', () => {
    expect(shellQuote("it's")).toBe(`'it'\\''s'`)
  })
})

describe('invokeCurl()', () => {
  it('sends the event to the qualifier', () => {
    expect(invokeCurl('http://localhost:4400', 'shop', 'checkout', 'live', '{"id":1}')).toBe(
      `curl -X POST 'http://localhost:4400/api/v1/spaces/shop/functions/checkout/invocations?qualifier=live' \\
  -H "authorization: Bearer $ALCOVE_API_KEY" \\
  -H 'content-type: application/json' \\
  --data '{"id":1}'`,
    )
  })
})

describe('urlCurl()', () => {
  it('names no key where none is asked for', () => {
    expect(urlCurl('http://localhost:4401/fn/shop/checkout/', 'none')).toBe(
      `curl 'http://localhost:4401/fn/shop/checkout/'`,
    )
  })
})
