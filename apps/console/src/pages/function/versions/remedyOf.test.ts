import type { Alias, Version } from '@alcove/contract'
import { expect, test } from 'vitest'
import { remedyOf } from './remedyOf.ts'

const version = (number: number, invocations: number, failures: number) =>
  ({ version: number, last24h: { invocations, failures } }) as Version
const alias = (name: string, number: number, additional: Alias['additional'] = null) =>
  ({ name, version: number, additional }) as Alias
const VERSIONS = [version(4, 0, 0), version(3, 100, 9), version(2, 100, 0), version(1, 50, 30)]
const told = (aliases: Alias[]) => {
  const remedy = remedyOf(aliases, VERSIONS)
  return remedy && `${remedy.alias.name}: v${remedy.bad.version} to v${remedy.good.version}`
}

test.each([
  ['the healthy one of a split', [alias('live', 1, { version: 2, weight: 0.5 })], 'live: v1 to v2'],
  ['the newest healthy one before', [alias('live', 3)], 'live: v3 to v2'],
  ['live before others', [alias('beta', 3), alias('live', 3)], 'live: v3 to v2'],
  ['another alias, when live is well', [alias('beta', 3), alias('live', 2)], 'beta: v3 to v2'],
  ['one that fails far less', [alias('live', 1, { version: 3, weight: 0.5 })], 'live: v1 to v3'],
  ['nothing where none before is known to be well', [alias('live', 1)], null],
  ['nothing where a version has no calls', [alias('live', 4)], null],
])('remedyOf() offers %s', (_, aliases, expected) => {
  expect(told(aliases)).toBe(expected)
})

test('a few failures are not enough', () => {
  expect(remedyOf([alias('live', 2)], [version(2, 10, 2), version(1, 10, 0)])).toBeNull()
})
