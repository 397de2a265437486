import { describe, expect, it } from 'vitest'
import { droppingChains, type NftObject } from './firewall.ts'

const chain = (table: string, policy: string, hook = 'forward'): NftObject => ({
  chain: { family: 'ip', table, name: hook.toUpperCase(), hook, policy },
})
const rule = (table: string, link: string): NftObject => ({
  rule: {
    family: 'ip',
    table,
    chain: 'DOCKER-USER',
    expr: [{ match: { op: '==', left: { meta: { key: 'iifname' } }, right: link } }, { accept: null }],
  },
})

describe('droppingChains()', () => {
  it('names who drops what passes through', () =>
    expect(droppingChains([chain('filter', 'drop')], 'alv')).toEqual(['ip filter FORWARD']))

  it.each([
    ['accept', [chain('filter', 'accept')]],
    ['drop something else', [chain('filter', 'drop', 'input')]],
    ['know our links', [chain('filter', 'drop'), rule('filter', 'alv*')]],
    ['are not there', []],
  ])('has nothing against chains that %s', (_, objects) => expect(droppingChains(objects, 'alv')).toEqual([]))

  it('is not content with a rule about other links', () =>
    expect(droppingChains([chain('filter', 'drop'), rule('filter', 'docker0')], 'alv')).toHaveLength(1))
})
