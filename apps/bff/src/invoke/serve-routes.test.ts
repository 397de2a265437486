import type { Revision } from '@alcove/contract'
import type { FunctionRoute } from '@alcove/platform'
import { expect, test } from 'vitest'
import { servedBy } from './serve-routes.ts'

const revision = (id: string) => ({ id, build: null }) as Revision
type Trigger = { qualifier: string; enabled: boolean }

function route({
  draft = 'd',
  aliases = {},
  triggers = [],
  unreadable = [],
}: {
  draft?: string
  aliases?: Record<string, { version: number; additional?: { version: number; weight: number } }>
  triggers?: Trigger[]
  unreadable?: string[]
}): FunctionRoute {
  const versions = new Map([1, 2, 3].map((number) => [number, revision(`v${number}`)]))
  return {
    draft: revision(draft),
    versions,
    unreadable: new Set(unreadable),
    logpoints: [],
    aliases: new Map(Object.entries(aliases)),
    triggers: new Map(triggers.map((trigger, n) => [`t${n}`, trigger])),
  } as unknown as FunctionRoute
}

const live = { live: { version: 2 } }
test.for<[string, Parameters<typeof route>[0], string[]]>([
  ['nothing that is only there to be named', {}, []],
  ['what an alias points at', { aliases: live }, ['v2']],
  [
    'both sides of a weighted alias',
    { aliases: { live: { version: 1, additional: { version: 3, weight: 0.1 } } } },
    ['v1', 'v3'],
  ],
  ['what a trigger is pinned to', { triggers: [{ qualifier: '3', enabled: true }] }, ['v3']],
  ['the draft when a trigger is', { triggers: [{ qualifier: 'draft', enabled: true }] }, ['d']],
  ['nothing of a trigger that is off', { triggers: [{ qualifier: 'draft', enabled: false }] }, []],
  ['a trigger’s alias once', { aliases: live, triggers: [{ qualifier: 'live', enabled: true }] }, ['v2']],
  ['the revision that draft and version have in common', { draft: 'v2', aliases: live }, ['v2']],
  ['nothing whose secrets are lost', { aliases: live, unreadable: ['v2'] }, []],
])('holds ready %s', ([, given, ready]) => {
  const served = servedBy(route(given))
  expect(served.filter(({ keepReady }) => keepReady).map((each) => each.revision.id)).toEqual(ready)
  // The draft besides: its author is about to try it.
  const prepared = served.filter(({ prepare }) => prepare).map((each) => each.revision.id)
  expect(new Set(prepared)).toEqual(new Set([given.draft ?? 'd', ...ready]))
  const all = new Set([given.draft ?? 'd', 'v1', 'v2', 'v3'])
  expect(new Set(served.map((each) => each.revision.id))).toEqual(all)
  expect(served).toHaveLength(all.size)
})

test.for([
  ['under way', { output: null, error: null }, false],
  ['failed', { output: null, error: 'no such package' }, false],
  ['done', { output: 'o'.repeat(64), error: null }, true],
] as const)('a draft whose build is %s is held ready or not: %j', ([, build, ready]) => {
  const given = route({ triggers: [{ qualifier: 'draft', enabled: true }] })
  const draft = { ...given.draft, build: { key: 'k', ...build } }
  expect(servedBy({ ...given, draft })[0]).toMatchObject({ revision: { id: 'd' }, keepReady: ready, prepare: ready })
})
