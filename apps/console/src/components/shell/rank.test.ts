import { describe, expect, it } from 'vitest'
import { rank } from './rank.ts'

const order = (typed: string, entries: string[][]) =>
  entries
    .map((names) => ({ name: names[0], score: rank(typed, names) }))
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score)
    .map(({ name }) => name)

describe('rank()', () => {
  it('puts the exact name first, then the shorter of those that begin with it, then words, then what is inside', () => {
    const names = ['repay', 'pay-out', 'paypal-webhook', 'pay', 'auto-pay', 'space']
    expect(
      order(
        'pay',
        names.map((name) => [name]),
      ),
    ).toEqual(['pay', 'pay-out', 'paypal-webhook', 'auto-pay', 'repay'])
  })
  it('finds letters in order, after all else', () => {
    expect(order('chk', [['checkout'], ['chk-old'], ['space']])).toEqual(['chk-old', 'checkout'])
  })
  it('takes any of the names, its own before the others', () => {
    expect(order('shop', [['orders', 'shop/orders', 'shop'], ['shop']])).toEqual(['shop', 'orders'])
    expect(rank('shop/ord', ['orders', 'shop/orders'])).toBeGreaterThan(0.5)
  })
  it('keeps everything while nothing is typed', () => {
    expect(rank('  ', ['a'])).toBe(1)
  })
})
