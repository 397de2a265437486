import { Name, Qualifier } from '@alcove/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressOfFunction } from './address.ts'

test('a function URL names space, function, qualifier, path and query', () => {
  expect(addressOfFunction('/fn/shop/checkout:live/orders/7?full=1')).toEqual({
    space: 'shop',
    fn: 'checkout',
    qualifier: 'live',
    rawPath: '/orders/7',
    rawQuery: 'full=1',
  })
})

test('a function URL without a path of its own is the root', () => {
  expect(addressOfFunction('/fn/shop/checkout')).toMatchObject({ qualifier: null, rawPath: '/', rawQuery: '' })
  expect(addressOfFunction('/fn/shop/checkout:3?x')).toMatchObject({ qualifier: '3', rawPath: '/', rawQuery: 'x' })
})

test('the path after the function is passed on unchanged', () => {
  expect(addressOfFunction('/fn/shop/checkout/a//b/%2e%2e/%00')?.rawPath).toBe('/a//b/%2e%2e/%00')
})

test.each([
  '/fn//checkout',
  '/fn/shop//x',
  '/fn/shop',
  '//fn/shop/checkout',
  '/fn/%2e%2e/checkout',
  '/fn/shop/..%2f..%2fetc',
  '/fn/shop%00/checkout',
  '/fn/shop/check%6fut',
  '/fn/../shop/checkout',
  '/fn/Shop/checkout',
  '/fn/shop/checkout:',
  '/fn/shop/checkout:live:2',
  '/fn/shop/checkout:LIVE',
  '/gw/shop/checkout',
  '/',
  '*',
])('%s is no function URL', (url) => {
  expect(addressOfFunction(url)).toBeNull()
})

test('a URL takes the names and qualifiers that the contract takes, and no others', () => {
  const part = fc.oneof(
    fc.stringMatching(/^[a-z][a-z0-9-]{0,64}$/),
    fc.stringMatching(/^[a-zA-Z0-9-]{0,66}$/),
    fc.string({ maxLength: 3 }),
  )
  const clean = part.filter((text) => !/[/?:]/.test(text))
  fc.assert(
    fc.property(clean, clean, fc.option(clean), (space, fn, qualifier) => {
      const valid =
        [space, fn].every((name) => Name.safeParse(name).success) &&
        (qualifier === null || Qualifier.safeParse(qualifier).success)
      const address = addressOfFunction(`/fn/${space}/${fn}${qualifier === null ? '' : `:${qualifier}`}/p`)
      expect(address).toEqual(valid ? { space, fn, qualifier, rawPath: '/p', rawQuery: '' } : null)
    }),
  )
})
