import type { TimelineSegment } from '@alcove/contract'
import { StateSwatch } from '../../../components/instances/StateSwatch.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'

const WIDTH = 196

interface SegmentTooltipProps {
  segment: TimelineSegment
  /** Where the segment starts, and how wide the drawing is. */
  x: number
  width: number
}

/** One segment: state, duration, time, and the calls that ended in it. */
export function SegmentTooltip({ segment, x, width }: SegmentTooltipProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const left = Math.max(0, Math.min(x, width - WIDTH))
  return (
    <div
      role="status"
      style={{ left, width: WIDTH }}
      className="num pointer-events-none absolute top-full z-10 rounded-field border border-line-strong bg-raised px-2.5 py-2 text-left text-[12px]/[18px] shadow-float"
    >
      <div className="flex items-center gap-1.5 font-heading">
        <StateSwatch state={segment.state} />
        {t('instances.segment', {
          state: t(`instances.state.${segment.state}`),
          duration: format.duration(segment.to - segment.from),
        })}
      </div>
      <div className="text-fg-2">
        {t('instances.window', { from: format.clock(segment.from), to: format.clock(segment.to) })}
      </div>
      {segment.calls > 0 && <div className="text-fg-2">{t('instances.segmentCalls', { count: segment.calls })}</div>}
    </div>
  )
}
