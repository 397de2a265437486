import type { Egress } from '@alcove/contract'
import { describe, expect, it } from 'vitest'
import { addressToNumber, merge, parseRange, rangeOf, rangeText } from './addresses.ts'
import { isPublic, openedBy, policyKey, policyOf } from './policy.ts'

const allow = (...targets: string[]): Egress => ({ mode: 'allow', allow: targets })
const HOST = [rangeOf('192.0.2.0/24')]
const at = (address: string) => rangeOf(address)

describe('parseRange()', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7/32', '203.0.113.7'],
    ['10.1.2.3/8', '10.0.0.0-10.255.255.255'],
    ['0.0.0.0/0', '0.0.0.0-255.255.255.255'],
    ['192.168.4.130/25', '192.168.4.128-192.168.4.255'],
  ])('reads %s as %s', (text, range) => expect(rangeText(parseRange(text)!)).toBe(range))

  it.each(['example.org', '1.2.3', '1.2.3.4.5', '1.2.3.256', '010.0.0.1', '1.2.3.4/33', '1.2.3.4/8/8', ''])(
    'takes %j for no network',
    (text) => expect(parseRange(text)).toBeNull(),
  )
})

describe('merge()', () => {
  it('joins what overlaps or touches, and nothing else', () => {
    const merged = merge(['10.0.0.0/8', '10.3.0.0/16', '11.0.0.0/8', '13.0.0.0/8', '13.0.0.0/24'].map(rangeOf))
    expect(merged.map(rangeText)).toEqual(['10.0.0.0-11.255.255.255', '13.0.0.0-13.255.255.255'])
  })
})

describe('policyOf()', () => {
  it('needs no network for the mode none', () => expect(policyOf({ mode: 'none', allow: [] })).toBeNull())

  it('does not read the list unless the mode is allow', () => {
    expect(policyOf({ mode: 'internet', allow: ['10.0.0.1'] })).toMatchObject({ internet: true, opened: [], names: [] })
    expect(policyOf({ mode: 'none', allow: ['10.0.0.1'] })).toBeNull()
  })

  it('opens a private network that is named', () => {
    const policy = policyOf(allow('10.1.2.0/24:5432', '192.0.2.7'), [], HOST)!
    expect(policy.opened.map(({ range, port }) => [rangeText(range), port])).toEqual([
      ['10.1.2.0-10.1.2.255', 5432],
      ['192.0.2.7', null],
    ])
  })

  it('does not take a wide network for the private ones in it', () => {
    const policy = policyOf(allow('0.0.0.0/0:443', '8.0.0.0/6'), [], HOST)!
    expect(policy.opened).toEqual([])
    expect(policy.ranges).toHaveLength(2)
  })

  it.each(['127.0.0.1', '127.0.0.0/8', '0.0.0.0', '224.0.0.1', '255.255.255.255', '198.18.4.4', '198.19.0.1'])(
    'never opens %s',
    (target) => expect(policyOf(allow(target))).toMatchObject({ opened: [], ranges: [], names: [] }),
  )
})

describe('openedBy()', () => {
  const policy = policyOf(allow('API.example.org:443', 'api.example.org', '*.example.net:8443'), ['registry.test'])!

  it.each([
    ['api.example.org', [443, null]],
    ['API.Example.ORG', [443, null]],
    ['a.example.net', [8443]],
    ['a.b.example.net', [8443]],
  ])('opens the ports that the list gives %s', (name, names) =>
    expect(openedBy(policy, name)).toEqual({ names, trusted: [] }),
  )

  it.each(['example.net', '.example.net', 'example.org', 'evil-example.net', 'api.example.org.evil.test', ''])(
    'does not even let %j be looked up',
    (name) => expect(openedBy(policy, name)).toBeNull(),
  )

  it('tells what is trusted from what is listed', () =>
    expect(openedBy(policy, 'registry.test')).toEqual({ names: [], trusted: [null] }))

  it('lets everything be looked up where the internet is open', () =>
    expect(openedBy(policyOf({ mode: 'internet', allow: [] })!, 'anything.test')).toEqual({ names: [], trusted: [] }))
})

describe('isPublic()', () => {
  it.each(['8.8.8.8', '203.0.113.1', '198.51.100.1', '172.32.0.1', '100.128.0.1'])('is true of %s', (address) =>
    expect(isPublic(at(address), HOST)).toBe(true),
  )
  it.each([
    '0.0.0.0 10.0.0.1 100.64.0.1 100.127.255.255 127.0.0.53 169.254.169.254 172.16.0.1 172.31.255.255 192.168.1.1',
    '192.0.0.170 198.18.0.1 198.19.0.1 224.0.0.251 255.255.255.255 192.0.2.200 168.63.129.16',
  ])('is false of %s', (addresses) => {
    for (const address of addresses.split(' ')) expect([address, isPublic(at(address), HOST)]).toEqual([address, false])
  })
})

describe('policyKey()', () => {
  it('is the same for settings that mean the same', () => {
    const one = policyOf(allow('a.test', 'b.test:443', '10.0.0.0/8'))!
    const other = policyOf(allow('B.test:443', '10.1.2.3/8', 'a.test'))!
    expect(policyKey(one)).toBe(policyKey(other))
  })

  it('is another one for each difference', () => {
    const settings = [allow('a.test'), allow('a.test:80'), allow('*.a.test'), allow('10.0.0.0/8'), allow('11.0.0.0/8')]
    const keys = settings.flatMap((egress) => [policyKey(policyOf(egress)!), policyKey(policyOf(egress, ['r.test'])!)])
    expect(new Set(keys).size).toBe(keys.length)
  })
})

it('knows an address by its number', () => expect(addressToNumber('198.51.100.7')).toBe(3_325_256_711))
