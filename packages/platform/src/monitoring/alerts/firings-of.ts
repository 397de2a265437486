import type { AlertPreview, PutAlert } from '@alcove/contract'
import { isBeyond, nextState, type AlertMemory, type AlertValue } from './next-state.ts'

/** When a rule would have fired, had it been evaluated at each of these moments. */
export function firingsOf(rule: PutAlert, values: readonly (AlertValue & { at: number })[]): AlertPreview['firings'] {
  const firings: AlertPreview['firings'] = []
  let memory: AlertMemory = { state: 'ok', since: 0, turnedAt: null }
  for (const given of values) {
    const before = memory.state
    memory = nextState(rule, memory, given, given.at)
    const at = new Date(given.at).toISOString()
    if (memory.state === 'firing') {
      if (before !== 'firing') firings.push({ from: at, to: null, peak: null })
      const firing = firings.at(-1)!
      const { peak } = firing
      const { value } = given
      if (value !== null && (peak === null || isBeyond(rule.comparison, value, peak))) firing.peak = value
    } else if (before === 'firing') firings.at(-1)!.to = at
  }
  return firings
}
