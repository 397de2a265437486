import type { InvocationStatus } from '@alcove/contract'
import type { ReactNode } from 'react'

/** Every outcome has its own shape, so that nobody needs to see the colour. */
export type OutcomeShape = 'circle' | 'cross' | 'triangle' | 'square' | 'diamond' | 'ring' | 'brokenRing'

export const OUTCOME: Record<InvocationStatus, { shape: OutcomeShape; color: string }> = {
  success: { shape: 'circle', color: 'var(--o-success)' },
  functionError: { shape: 'cross', color: 'var(--o-functionError)' },
  initError: { shape: 'cross', color: 'var(--o-functionError)' },
  protocolError: { shape: 'cross', color: 'var(--o-functionError)' },
  systemError: { shape: 'cross', color: 'var(--o-functionError)' },
  timeout: { shape: 'triangle', color: 'var(--o-timeout)' },
  outOfMemory: { shape: 'square', color: 'var(--o-outOfMemory)' },
  throttled: { shape: 'diamond', color: 'var(--o-throttled)' },
  rejected: { shape: 'diamond', color: 'var(--o-throttled)' },
  cancelled: { shape: 'diamond', color: 'var(--o-throttled)' },
}

const shapes: Record<OutcomeShape, (color: string) => ReactNode> = {
  circle: (color) => <circle cx="5" cy="5" r="3.5" fill={color} />,
  cross: (color) => (
    <path d="M1.8 1.8l6.4 6.4m0 -6.4l-6.4 6.4" stroke={color} strokeWidth="2" strokeLinecap="round" fill="none" />
  ),
  triangle: (color) => <path d="M5 1.1l4 7h-8z" fill={color} />,
  square: (color) => <rect x="1.9" y="1.9" width="6.2" height="6.2" rx="1" fill={color} />,
  diamond: (color) => <path d="M5 1.2l3.8 3.8l-3.8 3.8l-3.8 -3.8z" fill="none" stroke={color} strokeWidth="1.5" />,
  brokenRing: (color) => (
    <circle cx="5" cy="5" r="3.6" fill="none" stroke={color} strokeWidth="1.6" strokeDasharray="2.4 1.37" />
  ),
  ring: (color) => <circle cx="5" cy="5" r="3.6" fill="none" stroke={color} strokeWidth="1.6" />,
}

export function Marker({ shape, color, size = 10 }: { shape: OutcomeShape; color: string; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 10 10" aria-hidden="true" className="shrink-0">
      {shapes[shape](color)}
    </svg>
  )
}

/** How a call ended. Without children it is decoration: put the word next to it. */
export function StatusMark({ status, children }: { status: InvocationStatus; children?: ReactNode }) {
  const mark = <Marker {...OUTCOME[status]} />
  if (!children) return mark
  return (
    <span className="inline-flex items-center gap-[7px] whitespace-nowrap">
      {mark}
      {children}
    </span>
  )
}

/**
 * A ring around calls that waited for an instance: solid for a cold start, dashed when a prewarmed sandbox took the
 * code.
 */
export function StartMark({ start }: { start: 'cold' | 'prewarmed' }) {
  return <Marker shape={start === 'cold' ? 'ring' : 'brokenRing'} color="var(--o-cold)" />
}
