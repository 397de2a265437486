import type { SinkState } from '@alcove/contract'
import type { OutcomeShape } from '../../../ui/StatusMark.tsx'

/** Every state has its own shape, so that nobody needs to see the colour. */
export const LOOK: Record<SinkState, { shape: OutcomeShape; color: string; text: string }> = {
  stopped: { shape: 'square', color: 'var(--danger)', text: 'font-name text-danger' },
  retrying: { shape: 'triangle', color: 'var(--warning)', text: 'text-warning' },
  behind: { shape: 'diamond', color: 'var(--warning)', text: 'text-warning' },
  paused: { shape: 'ring', color: 'var(--text-3)', text: 'text-fg-2' },
  delivering: { shape: 'circle', color: 'var(--success)', text: 'text-fg-2' },
}

/** What needs a look comes first. */
export const URGENCY: Record<SinkState, number> = { stopped: 0, retrying: 1, behind: 2, paused: 3, delivering: 4 }
