import { LIMITS, type Revision } from '@alcove/contract'
import type { FunctionRoute, TriggerRoute } from '@alcove/platform'
import { describe, expect, test } from 'vitest'
import type { CallOrder, OrderEvent } from '../order.ts'
import { admit } from './admit.ts'
import type { Caller, Facts } from './facts.ts'

type Config = Extract<TriggerRoute, { type: 'http' }>['config'] & { qualifier?: string; enabled?: boolean }

function routeWith(...configs: Config[]): FunctionRoute {
  const trigger = ({ qualifier = 'live', enabled = true, ...config }: Config, n: number): TriggerRoute => ({
    id: `t${n}`,
    name: `web-${n}`,
    type: 'http',
    qualifier,
    enabled,
    quotas: [],
    config,
  })
  const revision = (id: string) => ({ id }) as Revision
  return {
    space: 'shop',
    function: 'echo',
    draft: revision('draft'),
    versions: new Map([
      [1, revision('one')],
      [2, revision('two')],
      [3, revision('sealed')],
    ]),
    aliases: new Map([
      ['live', { version: 1, additional: { version: 2, weight: 0.25 } }],
      ['lost', { version: 3 }],
    ]),
    unreadable: new Set(['sealed']),
    logpoints: [],
    triggers: new Map(configs.map((config, n) => [`web-${n}`, trigger(config, n)])),
  } as unknown as FunctionRoute
}

const event = (text: string): OrderEvent => ({ kind: 'event', payload: new TextEncoder().encode(text) })
const api: Partial<CallOrder> = { trigger: 'api', qualifier: 'live', event: event('{}') }
const http: Partial<CallOrder> = { trigger: 'http', http: { method: 'GET', path: '/' } }
const inner: Partial<CallOrder> = { trigger: 'function', qualifier: 'live', event: event('{}'), hops: 1 }

const member: Caller = { name: 'key ci', reader: 'member', keyNamesSpace: true, refusal: null }
const wide: Caller = { ...member, keyNamesSpace: false }
const reader: Caller = { ...member, refusal: { code: 'Forbidden', reason: 'Needs functions:invoke' } }
const idle = { started: 0, inFlight: 0 }

function judge(order: Partial<CallOrder>, facts: Partial<Facts>, random = 0.5) {
  const whole = {
    qualifier: null,
    event: null,
    hops: 0,
    http: null,
    taskId: null,
    requestId: null,
    ...order,
  } as CallOrder
  return admit(whole, { route: routeWith(), caller: null, lineage: null, ...facts }, random)
}

const open: Config = { auth: 'none' }
const forSpace: Config = { auth: 'space' }
const forKey: Config = { auth: 'key' }

test.each<[string, Partial<CallOrder>, Partial<Facts>, trigger: string | null]>([
  ['a member by the API', api, { caller: member }, null],
  ['a function of the space', inner, { lineage: idle }, null],
  ['anyone by an open trigger', http, { route: routeWith(open) }, 'web-0'],
  [
    'HEAD where GET is welcome',
    { ...http, http: { method: 'HEAD', path: '/' } },
    { route: routeWith({ ...open, methods: ['GET'] }) },
    'web-0',
  ],
  [
    'anyone to the qualifier that the trigger has as well',
    { ...http, qualifier: 'live' },
    { route: routeWith(open) },
    'web-0',
  ],
  ['anyone by the open one of several triggers', http, { route: routeWith(forKey, open) }, 'web-1'],
  ['a member by a trigger for the space', http, { route: routeWith(forSpace), caller: wide }, 'web-0'],
  ['a key that names the space by a trigger for keys', http, { route: routeWith(forKey), caller: member }, 'web-0'],
  ['a wide key by the trigger that takes it', http, { route: routeWith(forKey, forSpace), caller: wide }, 'web-1'],
  [
    'a member to another qualifier than an open trigger’s',
    { ...http, qualifier: 'draft' },
    { route: routeWith(open), caller: member },
    'web-0',
  ],
])('admits %s', (_, order, facts, trigger) => {
  const verdict = judge(order, facts)
  expect(verdict).toMatchObject({ refusal: null, target: expect.anything() })
  expect(verdict.door?.name ?? null).toBe(trigger)
})

const { hops, lineage } = LIMITS
test.each<[string, Partial<CallOrder>, Partial<Facts>, code: string, counts: boolean]>([
  ['nobody by the API', api, {}, 'Unauthenticated', false],
  ['who may not invoke, by the API', api, { caller: reader }, 'Forbidden', false],
  ['a request to a function without a trigger', http, {}, 'NotFound', false],
  ['a request to a trigger that is off', http, { route: routeWith({ ...open, enabled: false }) }, 'NotFound', false],
  ['another method', http, { route: routeWith({ ...open, methods: ['POST'] }) }, 'MethodNotAllowed', false],
  ['nobody by a trigger for keys', http, { route: routeWith(forKey) }, 'Unauthenticated', false],
  ['nobody who tries methods', http, { route: routeWith({ ...forKey, methods: ['POST'] }) }, 'Unauthenticated', false],
  [
    'a member with another method',
    http,
    { route: routeWith({ ...forKey, methods: ['POST'] }), caller: member },
    'MethodNotAllowed',
    false,
  ],
  [
    'nobody to another qualifier',
    { ...http, qualifier: 'draft' },
    { route: routeWith(open) },
    'Unauthenticated',
    false,
  ],
  ['who may not invoke, by a trigger', http, { route: routeWith(forSpace), caller: reader }, 'Forbidden', false],
  ['a wide key by a trigger for keys', http, { route: routeWith(forKey), caller: wide }, 'Forbidden', false],
  ['one hop too deep', { ...inner, hops }, { lineage: idle }, 'LoopDetected', false],
  ['far too deep', { ...inner, hops: 99 }, { lineage: idle }, 'LoopDetected', false],
  ['one call too many', inner, { lineage: { started: lineage.calls, inFlight: 0 } }, 'LoopDetected', false],
  ['one call too wide', inner, { lineage: { started: 0, inFlight: lineage.inFlight } }, 'TooManyRequests', false],
  [
    'too many and too wide: waiting would not help',
    inner,
    { lineage: { started: lineage.calls, inFlight: lineage.inFlight } },
    'LoopDetected',
    false,
  ],
  [
    'too deep with an event that nobody reads',
    { ...inner, hops, event: event('{') },
    { lineage: idle },
    'LoopDetected',
    false,
  ],
  [
    'a stranger before the bounds',
    { ...http, hops },
    { route: routeWith(forKey), lineage: idle },
    'Unauthenticated',
    false,
  ],
  ['no such version', { ...api, qualifier: '9' }, { caller: member }, 'NotFound', true],
  ['no such alias', { ...inner, qualifier: 'nowhere' }, { lineage: idle }, 'NotFound', true],
  ['secrets that cannot be read', { ...api, qualifier: 'lost' }, { caller: member }, 'Unavailable', true],
  ['what is not JSON', { ...api, event: event('{') }, { caller: member }, 'MalformedJson', true],
  ['JSON with a byte order mark', { ...api, event: event('\ufeff{}') }, { caller: member }, 'MalformedJson', true],
  [
    'what is nested too deep',
    { ...inner, event: event('['.repeat(200) + ']'.repeat(200)) },
    { lineage: idle },
    'ValidationFailed',
    true,
  ],
  [
    'what is too large',
    { ...inner, event: event(' '.repeat(LIMITS.requestBytes) + '1') },
    { lineage: idle },
    'PayloadTooLarge',
    true,
  ],
])('refuses %s', (_, order, facts, code, counts) => {
  const verdict = judge(order, facts)
  expect(verdict).toMatchObject({ refusal: { code, reason: expect.any(String) }, counts })
})

test('the last call within all bounds is admitted', () => {
  const counters = { started: lineage.calls - 1, inFlight: lineage.inFlight - 1 }
  expect(judge({ ...inner, hops: hops - 1 }, { lineage: counters })).toMatchObject({ refusal: null })
})

test('a refusal by the bounds names the limit', () => {
  const reasonAt = (order: Partial<CallOrder>, counters = idle) => judge(order, { lineage: counters }).refusal?.reason
  expect(reasonAt({ ...inner, hops })).toContain(`${hops} functions`)
  expect(reasonAt(inner, { started: lineage.calls, inFlight: 0 })).toContain(`${lineage.calls} calls`)
  expect(reasonAt(inner, { started: 0, inFlight: lineage.inFlight })).toContain(`${lineage.inFlight} calls`)
})

describe('what an admitted call goes to', () => {
  test.each([
    ['draft', 0.1, null, 'draft'],
    ['2', 0.1, 2, 'two'],
    ['live', 0.1, 2, 'two'],
    ['live', 0.3, 1, 'one'],
  ] as const)('%s, drawing %d', (qualifier, random, version, id) => {
    const verdict = judge({ ...api, qualifier }, { caller: member }, random)
    expect(verdict).toMatchObject({ target: { qualifier, version, revision: { id } } })
  })

  test('is what its trigger is pinned to, unless the URL names another qualifier', () => {
    const route = routeWith({ ...forSpace, qualifier: '1' })
    expect(judge(http, { route, caller: member })).toMatchObject({ target: { version: 1 } })
    expect(judge({ ...http, qualifier: '2' }, { route, caller: member })).toMatchObject({ target: { version: 2 } })
  })
})
