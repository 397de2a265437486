import { expect, test } from 'vitest'
import { EventPattern, matchesPattern } from './event-pattern.ts'

const event = {
  type: 'shop.order.created',
  source: '/shop/orders',
  data: { total: 120.5, currency: 'EUR', tags: ['new', 'vip'], note: null, lines: [{ sku: 'a' }, { sku: 'b' }] },
}

test.each<[matches: boolean, pattern: object]>([
  [true, { type: ['shop.order.created'] }],
  [false, { type: ['shop.order'] }],
  [true, { type: [{ prefix: 'shop.' }], source: [{ suffix: '/orders' }] }],
  [false, { type: [{ prefix: 'shop.' }], source: [{ suffix: '/carts' }] }],
  [true, { data: { total: [{ numeric: ['>', 100, '<=', 120.5] }] } }],
  [false, { data: { total: [{ numeric: ['=', 120] }] } }],
  [false, { data: { currency: [{ numeric: ['>', 0] }] } }],
  [true, { data: { currency: [{ 'anything-but': ['USD', 'CHF'] }] } }],
  [false, { data: { currency: [{ 'anything-but': 'EUR' }] } }],
  [true, { data: { currency: [{ 'anything-but': { prefix: 'U' } }] } }],
  [false, { data: { tags: [{ 'anything-but': 'vip' }] } }],
  [false, { data: { absent: [{ 'anything-but': 'x' }] } }],
  [true, { data: { tags: ['vip'] } }],
  [true, { data: { note: [null] } }],
  [true, { data: { note: [{ exists: true }], absent: [{ exists: false }] } }],
  [true, { extra: { deep: [{ exists: false }] } }],
  [true, { data: { lines: { sku: ['b'] } } }],
  [false, { data: { lines: { sku: ['c'] } } }],
  [true, { $or: [{ type: ['other'] }, { data: { currency: ['EUR'] } }] }],
  [false, { $or: [{ type: ['other'] }, { data: { currency: ['USD'] } }] }],
  [true, { data: { currency: ['USD', { prefix: 'E' }] } }],
  // What every object inherits is not a field of the event.
  [false, { constructor: [{ exists: true }] }],
  [true, { toString: [{ exists: false }] }],
])('%s: %j', (matches, given) => {
  expect(matchesPattern(EventPattern.parse(given), event)).toBe(matches)
})

const nested = (levels: number): object => (levels === 0 ? { a: ['x'] } : { a: nested(levels - 1) })

test.each<[pattern: unknown, path: string]>([
  [{}, ''],
  [{ type: 'created' }, 'type'],
  [{ type: [] }, 'type'],
  [{ type: ['a', { prefix: '' }] }, 'type.1'],
  [{ type: [{ like: 'a' }] }, 'type.0'],
  [{ type: [{ prefix: 'a', suffix: 'b' }] }, 'type.0'],
  [{ data: { total: [{ numeric: ['>', 'x'] }] } }, 'data.total.0'],
  [{ data: { total: [{ numeric: ['>', 1, '<'] }] } }, 'data.total.0'],
  [{ data: { total: [{ numeric: ['>', 1, '<', 0] }] } }, 'data.total.0'],
  [{ data: { total: [{ numeric: ['>=', 1, '<', 1] }] } }, 'data.total.0'],
  [{ data: { total: [{ numeric: ['=', 1, '=', 2] }] } }, 'data.total.0'],
  [{ data: { total: [{ exists: 'yes' }] } }, 'data.total.0'],
  [{ data: { total: [{ 'anything-but': [] }] } }, 'data.total.0'],
  [{ data: {} }, 'data'],
  [{ $or: [{ type: ['a'] }] }, '$or'],
  [{ $or: [{ type: ['a'] }, 'b'] }, '$or.1'],
  [{ type: Array.from({ length: 300 }, () => 'a') }, ''],
  [{ type: ['x'.repeat(9000)] }, ''],
  [nested(20), 'a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a'],
])('refuses %j at "%s"', (given, path) => {
  const { error } = EventPattern.safeParse(given)
  expect(error?.issues.map((issue) => issue.path.join('.'))).toContain(path)
})

test.each<[...(string | number)[]]>([
  ['>', 0, '<', 1],
  ['<', 1, '>', 0],
  ['>=', 1, '<=', 1],
  ['>', 1, '>', 5],
  ['<', 1, '<', 5],
  ['=', 1, '>', 0],
])('takes a range that numbers are in: %s %d %s %d', (...numeric) => {
  expect(EventPattern.safeParse({ data: { total: [{ numeric }] } }).success).toBe(true)
})
