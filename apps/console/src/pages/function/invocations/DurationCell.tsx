import type { Invocation } from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { StartMark } from '../../../ui/StatusMark.tsx'

const WIDTH = 56

/**
 * The duration, and a bar on a logarithmic scale up to the function's limit. Its first part is what went by before the
 * handler ran, in the share that it has of the duration: blue for a start, slate for waiting.
 */
export function DurationCell({ call, limitMs }: { call: Invocation; limitMs: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (call.start === null) return <span className="text-fg-3">–</span>
  const share = Math.min(1, Math.max(0.04, Math.log10(Math.max(1, call.durationMs)) / Math.log10(limitMs)))
  const length = Math.round(share * WIDTH)
  const before = Math.min(length, Math.round((call.startMs / Math.max(call.durationMs, 0.001)) * length))
  return (
    <span
      title={t('fn.invocations.durationParts', {
        start: format.duration(call.startMs),
        rest: format.duration(Math.max(0, call.durationMs - call.startMs)),
      })}
      className="flex items-center justify-end gap-2"
    >
      {call.start !== 'warm' && (
        <span title={t(`fn.start.${call.start}Hint`)} className="inline-flex">
          <StartMark start={call.start} />
          <span className="sr-only">{t(`fn.start.${call.start}`)}</span>
        </span>
      )}
      <svg width={WIDTH} height="6" aria-hidden="true">
        <rect width={WIDTH} height="6" rx="1" fill="var(--bg-active)" />
        <rect width={length} height="6" rx="1" fill="var(--bar)" />
        <rect width={before} height="6" rx="1" fill={call.start === 'warm' ? 'var(--o-throttled)' : 'var(--o-cold)'} />
      </svg>
      <span className="min-w-[46px]">
        {format.ms(call.durationMs)}
        <span className="wide:hidden"> ms</span>
      </span>
    </span>
  )
}
