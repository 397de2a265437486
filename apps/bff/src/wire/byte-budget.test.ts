import { AlcoveError, MB } from '@alcove/contract'
import { expect, test } from 'vitest'
import { ByteBudget, byteLimitsFor, networkOf } from './byte-budget.ts'

const budget = () => new ByteBudget({ server: 100, space: 50, address: 25 })
const codeOf = (run: () => void) => {
  try {
    run()
    return null
  } catch (error) {
    return (error as AlcoveError).code
  }
}

test.each([
  { what: 'all of an address', taken: [], next: ['a', '1', 25], code: null },
  { what: 'more than an address may', taken: [], next: ['a', '1', 26], code: 'TooManyRequests' },
  { what: 'more than is left of an address', taken: [['b', '1', 20]], next: ['a', '1', 6], code: 'TooManyRequests' },
  {
    what: 'more than is left of a space',
    taken: [
      ['a', '1', 25],
      ['a', '2', 25],
    ],
    next: ['a', '3', 1],
    code: 'TooManyRequests',
  },
  {
    what: 'the same for another space',
    taken: [
      ['a', '1', 25],
      ['a', '2', 25],
    ],
    next: ['b', '3', 1],
    code: null,
  },
  {
    what: 'more than is left of the server',
    taken: [
      ['a', '1', 25],
      ['a', '2', 25],
      ['b', '3', 25],
      ['b', '4', 25],
    ],
    next: ['c', '5', 1],
    code: 'Unavailable',
  },
  { what: 'as much for no space and no address', taken: [['a', '1', 25]], next: [null, null, 75], code: null },
  { what: 'nothing', taken: [['a', '1', 25]], next: ['a', '1', 0], code: null },
] as const)('taking $what: $code', ({ taken, next, code }) => {
  const bytes = budget()
  for (const [space, address, count] of taken) bytes.open(space, address).take(count)
  const before = bytes.used
  const [space, address, count] = next
  expect(codeOf(() => bytes.open(space, address).take(count))).toBe(code)
  expect(bytes.used).toBe(code === null ? before + count : before)
})

test('a refusal says when to try again', () => {
  expect(() => budget().open('a', '1').take(26)).toThrow(
    expect.objectContaining({ extras: { headers: { 'Retry-After': '1' } } }),
  )
})

test('a hold gives back what it took, once, or in parts before', () => {
  const bytes = budget()
  const other = bytes.open('a', '2')
  other.take(3)
  {
    using hold = bytes.open('a', '1')
    hold.take(10)
    hold.take(10)
    expect(bytes.used).toBe(23)
    hold.give(15)
    expect(bytes.used).toBe(8)
    hold.take(20)
    expect(codeOf(() => hold.take(1))).toBe('TooManyRequests')
    hold[Symbol.dispose]()
    expect(bytes.used).toBe(3)
  }
  expect(bytes.used).toBe(3)
  other.give(1000)
  expect(bytes.used).toBe(0)
})

test.each([
  ['10.0.0.9', '10.0.0.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['::', '0:0:0:0'],
  ['1::', '1:0:0:0'],
  ['::2:3:4:5:6:7', '0:0:2:3'],
])('the network of %s is %s', (address, network) => expect(networkOf(address)).toBe(network))

test('all addresses of one /64 share a limit', () => {
  const bytes = budget()
  bytes.open('a', '2001:db8:1:2::1').take(20)
  expect(codeOf(() => bytes.open('b', '2001:db8:1:2:ffff::9').take(6))).toBe('TooManyRequests')
  expect(codeOf(() => bytes.open('b', '2001:db8:1:3::1').take(6))).toBe(null)
})

test.each([
  [512, 256],
  [2048, 512],
  [64 * 1024, 1024],
])('of %i MB of memory %i MB may be in flight', (memoryMb, serverMb) => {
  const server = serverMb * MB
  expect(byteLimitsFor(memoryMb * MB)).toEqual({ server, space: server / 2, address: server / 4 })
})
