import type { Invocation } from '@alcove/contract'
import { useFormat } from '../../../i18n/useFormat.ts'

const WIDTH = 56

/** The number, and a bar on a logarithmic scale up to the function's limit. Blue: an instance had to start. */
export function DurationCell({ call, limitMs }: { call: Invocation; limitMs: number }) {
  const format = useFormat()
  if (call.start === null) return <span className="text-fg-3">–</span>
  const share = Math.min(1, Math.max(0.04, Math.log10(Math.max(1, call.durationMs)) / Math.log10(limitMs)))
  return (
    <span className="flex items-center justify-end gap-2">
      <svg width={WIDTH} height="6" aria-hidden="true">
        <rect width={WIDTH} height="6" rx="1" fill="var(--bg-active)" />
        <rect
          width={Math.round(share * WIDTH)}
          height="6"
          rx="1"
          fill={call.start === 'cold' ? 'var(--o-cold)' : 'var(--bar)'}
        />
      </svg>
      <span className="min-w-[46px]">
        {format.ms(call.durationMs)}
        <span className="wide:hidden"> ms</span>
      </span>
    </span>
  )
}
