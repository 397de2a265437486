import type { Revision } from '@alcove/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { resolveQualifier } from './resolve-qualifier.ts'
import type { FunctionRoute } from './function-route.ts'

const revision = (id: string) => ({ id }) as Revision
const names = fc.stringMatching(/^[a-z][a-z0-9-]{0,5}$/).filter((name) => name !== 'draft')
const weights = fc.double({ min: 0.01, max: 0.99, noNaN: true })

/** Any function whose aliases point at versions it has. */
const routes = fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 10 }).chain((numbers) => {
  const one = fc.constantFrom(...numbers)
  const alias = fc.record({
    version: one,
    additional: fc.option(fc.record({ version: one, weight: weights }), { nil: undefined }),
  })
  return fc.dictionary(names, alias).map(
    (aliases) =>
      ({
        draft: revision('draft'),
        versions: new Map(numbers.map((number) => [number, revision(`v${number}`)])),
        aliases: new Map(Object.entries(aliases)),
      }) as unknown as FunctionRoute,
  )
})
const randoms = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

test('an alias goes to its version or its additional one, by weight, and to no other', () => {
  fc.assert(
    fc.property(routes, randoms, (route, random) => {
      for (const [name, { version, additional }] of route.aliases) {
        const expected = additional && random < additional.weight ? additional.version : version
        expect(resolveQualifier(route, name, random)).toEqual({
          qualifier: name,
          version: expected,
          revision: route.versions.get(expected),
        })
      }
    }),
  )
})

test('a number goes to that version, "draft" to the draft, and anything else nowhere', () => {
  fc.assert(
    fc.property(routes, fc.string(), randoms, (route, text, random) => {
      expect(resolveQualifier(route, 'draft', random)).toEqual({
        qualifier: 'draft',
        version: null,
        revision: route.draft,
      })
      for (const number of route.versions.keys()) {
        expect(resolveQualifier(route, String(number), random)?.revision).toBe(route.versions.get(number))
        expect(resolveQualifier(route, `0${number}`, random)).toBeNull()
      }
      fc.pre(text !== 'draft' && !route.aliases.has(text) && !route.versions.has(Number(text)))
      expect(resolveQualifier(route, text, random)).toBeNull()
    }),
  )
})

test('over many calls the additional version gets its share', () => {
  const route = {
    versions: new Map([1, 2].map((number) => [number, revision(`v${number}`)])),
    aliases: new Map([['live', { version: 1, additional: { version: 2, weight: 0.2 } }]]),
  } as unknown as FunctionRoute
  const picks = Array.from({ length: 1_000 }, (_, n) => resolveQualifier(route, 'live', n / 1_000)!.version)
  expect(picks.filter((version) => version === 2)).toHaveLength(200)
})
