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

test('the path behind the function is its own business and stays as it came', () => {
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
