import { expect, test } from 'vitest'
import { money, shortMoney, unitPrice } from './money.ts'

test.each([
  ['en', 0, '€0.00'],
  ['en', 0.0123, '€0.012'],
  ['en', 999_999.5, '€999,999.50'],
  ['en', 13_721_334_000, '€13,721,334,000.00'],
])('money in %s: %d is %s', (language, amount, text) => expect(money(language, amount, 'EUR')).toBe(text))

test.each([
  ['en', 999_999.5, '€999,999.50'],
  ['en', 1_000_000, '€1M'],
  ['en', -13_721_334_000, '-€13.72B'],
  ['zh-CN', 13_721_334_000, '€137.2亿'],
])('shortMoney in %s: %d is %s', (language, amount, text) => expect(shortMoney(language, amount, 'EUR')).toBe(text))

test('unitPrice shows all digits of the price of one call', () => {
  expect(unitPrice('en', 0.0000002)).toBe('0.0000002')
  expect(unitPrice('en', 1_000_000)).toBe('1,000,000')
})
