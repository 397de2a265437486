import { LIMITS } from '@alcove/contract'
import { expect, test } from 'vitest'
import { exceededBound } from './admit/bounds.ts'
import { Lineage, Lineages } from './lineage.ts'

const call = { id: '019a0000-aaaa-7bbb-8ccc-0123456789ab', lineage: null, hops: 0 }

test('a call gives its place back and stays counted', () => {
  const lineage = new Lineage('a')
  const { calls, inFlight } = LIMITS.lineage
  for (let n = 0; n < inFlight; n++) lineage.enter()
  expect(exceededBound(1, lineage)).toMatchObject({ code: 'TooManyRequests' })
  for (let n = inFlight; n < calls; n++) {
    lineage.leave()
    expect(exceededBound(1, lineage)).toBeNull()
    lineage.enter()
  }
  for (let n = 0; n < inFlight; n++) lineage.leave()
  expect(lineage.idle).toBe(true)
  expect(exceededBound(1, lineage)).toMatchObject({ code: 'LoopDetected' })
})

test('a call that comes back through a URL is known by what its function was given, one hop further', () => {
  const lineages = new Lineages('secret')
  const back = lineages.reentryOf(lineages.tracestateOf(call, undefined))!
  expect(back.hops).toBe(1)
  expect(back.lineage.id).toBe(call.id.replaceAll('-', ''))
  const further = lineages.reentryOf(
    lineages.tracestateOf({ id: 'another', hops: back.hops, lineage: back.lineage.id }, undefined),
  )!
  expect(further).toMatchObject({ hops: 2 })
  expect(further.lineage).toBe(back.lineage)
})

test('another server with the same key knows the hops', () => {
  const header = new Lineages('secret').tracestateOf({ ...call, hops: 7 }, undefined)
  expect(new Lineages('secret').reentryOf(header)).toMatchObject({ hops: 8 })
})

test('members of others stay, behind ours, and one that pretends to be ours does not', () => {
  const lineages = new Lineages('secret')
  const forged = `alcove=${'0'.repeat(66)}`
  const header = lineages.tracestateOf(call, `rojo=00f067aa0ba902b7, ${forged} ,congo=t61rcWkgMzE`)
  expect(header).toMatch(/^alcove=[0-9a-f]{66},rojo=00f067aa0ba902b7,congo=t61rcWkgMzE$/)
  expect(header).not.toContain(forged)
})

const valid = new Lineages('secret').tracestateOf(call, undefined)
test.each([
  ['none', undefined],
  ['an empty one', ''],
  ['somebody else’s', 'rojo=00f067aa0ba902b7'],
  ['one signed with another key', new Lineages('other').tracestateOf(call, undefined)],
  [
    'fewer hops than were signed',
    new Lineages('secret').tracestateOf({ ...call, hops: 9 }, undefined).replace(/(.{39})09/, '$100'),
  ],
  ['another lineage than was signed', valid.replace('019a', '019b')],
  ['one that is cut', valid.slice(0, -1)],
  ['one that goes on', `${valid}0`],
  ['one in capitals', valid.toUpperCase()],
  ['one behind more than a header may hold', `${'a=b,'.repeat(200)}${valid}`],
])('%s begins a lineage of its own', (_, header) => {
  expect(new Lineages('secret').reentryOf(header)).toBeNull()
})

test('memory is bounded: a flood of lineages drops the oldest, never one with calls in flight', () => {
  const lineages = new Lineages('secret')
  const headerOf = (n: number) => lineages.tracestateOf({ ...call, id: n.toString(16).padStart(32, '0') }, undefined)
  const busy = lineages.reentryOf(headerOf(0))!.lineage
  busy.enter()
  const idle = lineages.reentryOf(headerOf(1))!.lineage
  for (let n = 2; n < 10_010; n++) lineages.reentryOf(headerOf(n))
  expect(lineages.reentryOf(headerOf(0))!.lineage).toBe(busy)
  expect(lineages.reentryOf(headerOf(1))!.lineage).not.toBe(idle)
})
