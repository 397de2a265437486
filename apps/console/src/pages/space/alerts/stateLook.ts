import type { Alert } from '@alcove/contract'
import type { OutcomeShape } from '../../../ui/StatusMark.tsx'

export type ShownState = Alert['state'] | 'silenced' | 'off'

export function shownStateOf({ enabled, silence, state }: Pick<Alert, 'enabled' | 'silence' | 'state'>): ShownState {
  if (!enabled) return 'off'
  return silence ? 'silenced' : state
}

/** Every state has its own shape, so that nobody needs to see the colour. */
export const LOOK: Record<ShownState, { shape: OutcomeShape; color: string; text: string }> = {
  firing: { shape: 'square', color: 'var(--danger)', text: 'font-name text-danger' },
  pending: { shape: 'triangle', color: 'var(--warning)', text: 'text-warning' },
  silenced: { shape: 'diamond', color: 'var(--text-3)', text: 'text-fg-2' },
  noData: { shape: 'brokenRing', color: 'var(--text-3)', text: 'text-fg-2' },
  ok: { shape: 'circle', color: 'var(--success)', text: 'text-fg-2' },
  off: { shape: 'ring', color: 'var(--text-3)', text: 'text-fg-3' },
}
