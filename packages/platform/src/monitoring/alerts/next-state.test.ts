import type { AlertState, PutAlert } from '@alcove/contract'
import { expect, test } from 'vitest'
import { nextState, tell, type AlertMemory } from './next-state.ts'

const MINUTE = 60_000
type Rule = Parameters<typeof nextState>[0]
const RULE: Rule = {
  comparison: 'above',
  threshold: 2,
  forMinutes: 0,
  resolveThreshold: null,
  resolveForMinutes: 0,
  noData: 'keep',
}
type Given = number | null | 'few'

/** The states of a rule that is evaluated once a minute. */
function statesOf(rule: Partial<PutAlert>, values: readonly Given[]): AlertState[] {
  let memory: AlertMemory = { state: 'ok', since: 0, turnedAt: null }
  return values.map((given, minute) => {
    const value = given === 'few' ? { value: 100, enough: false } : { value: given, enough: true }
    memory = nextState({ ...RULE, ...rule }, memory, value, minute * MINUTE)
    return memory.state
  })
}

test.each<[what: string, rule: Partial<PutAlert>, values: Given[], states: AlertState[]]>([
  ['fires above the threshold, not at it', {}, [2, 2.1, 2], ['ok', 'firing', 'ok']],
  ['fires below it when asked to', { comparison: 'below' }, [2, 1, 2], ['ok', 'firing', 'ok']],
  ['is pending for so long', { forMinutes: 2 }, [3, 3, 3, 3], ['pending', 'pending', 'firing', 'firing']],
  ['begins anew after one good value', { forMinutes: 2 }, [3, 3, 1, 3], ['pending', 'pending', 'ok', 'pending']],
  [
    'resolves below the lower threshold only',
    { resolveThreshold: 1 },
    [3, 1.5, 1, 0.9],
    ['firing', 'firing', 'firing', 'ok'],
  ],
  [
    'resolves above the higher one, where it fires below',
    { comparison: 'below', resolveThreshold: 5 },
    [1, 4, 5, 6],
    ['firing', 'firing', 'firing', 'ok'],
  ],
  [
    'resolves after so long',
    { resolveForMinutes: 2 },
    [3, 1, 1, 3, 1, 1, 1],
    ['firing', 'firing', 'firing', 'firing', 'firing', 'firing', 'ok'],
  ],
  ['keeps firing without data', {}, [3, null, 1], ['firing', 'firing', 'ok']],
  ['says that it has no data', {}, [1, null, 1], ['ok', 'noData', 'ok']],
  [
    'does not count the time without data',
    { forMinutes: 1 },
    [3, null, 3, 3],
    ['pending', 'noData', 'pending', 'firing'],
  ],
  ['fires without data when asked to', { noData: 'fire' }, [1, null, 1], ['ok', 'firing', 'ok']],
  ['resolves without data when asked to', { noData: 'ok' }, [3, null], ['firing', 'ok']],
  ['takes too few calls as fine', {}, [3, 'few', 'few'], ['firing', 'ok', 'ok']],
])('a rule %s', (_, rule, values, states) => {
  expect(statesOf(rule, values)).toEqual(states)
})

test('since is when the state began', () => {
  const begun = nextState(RULE, { state: 'ok', since: 0, turnedAt: null }, { value: 3, enough: true }, 5)
  expect(begun).toEqual({ state: 'firing', since: 5, turnedAt: null })
  expect(nextState(RULE, begun, { value: 4, enough: true }, 9).since).toBe(5)
})

test.each<[what: string, told: Parameters<typeof tell>[0], now: number, expected: ReturnType<typeof tell>]>([
  ['once that it fires', { firing: true, silenced: false, toldAt: null, repeatMinutes: null }, 9, 'firing'],
  ['not again', { firing: true, silenced: false, toldAt: 1, repeatMinutes: null }, 9 * MINUTE, null],
  ['again when it is time', { firing: true, silenced: false, toldAt: 0, repeatMinutes: 5 }, 5 * MINUTE, 'firing'],
  ['once that it is over', { firing: false, silenced: false, toldAt: 1, repeatMinutes: null }, 9, 'resolved'],
  ['nothing of what they never heard of', { firing: false, silenced: false, toldAt: null, repeatMinutes: 5 }, 9, null],
  [
    'that it is over, also while it is silenced',
    { firing: false, silenced: true, toldAt: 1, repeatMinutes: 5 },
    9,
    'resolved',
  ],
  ['nothing else while it is silenced', { firing: true, silenced: true, toldAt: null, repeatMinutes: null }, 9, null],
])('targets are told %s', (_, told, now, expected) => {
  expect(tell(told, now)).toBe(expected)
})
