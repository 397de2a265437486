import './charts.css'
import type { Metrics } from '@alcove/contract'
import { Area, AreaChart, Brush, ResponsiveContainer } from 'recharts'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { Button } from '../../ui/Button.tsx'
import type { Window } from './windowOf.ts'

interface RangeBrushProps {
  metrics: Metrics
  window: Window | null
  onWindow(window: Window | null): void
}

/** The whole range in small, with handles that choose what the charts show. The arrow keys move them. */
export function RangeBrush({ metrics, window, onWindow }: RangeBrushProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { points } = metrics
  const last = points.length - 1
  if (last < 2) return null
  const rows = points.map(({ time, invocations }) => ({ at: Date.parse(time), invocations }))
  const label = Date.parse(metrics.to) - Date.parse(metrics.from) > 2 * 86_400_000 ? format.shortDay : format.minute
  // Left from a range of other length, it shows all.
  const shown = window !== null && window.last <= last ? window : null
  return (
    <div className="flex items-center gap-3 border-b border-line px-gutter pb-3">
      <div className="h-9 min-w-0 flex-1" aria-label={t('fn.metrics.brush')} role="group">
        <ResponsiveContainer width="100%" height="100%">
          <AreaChart data={rows} accessibilityLayer={false} margin={{ top: 0, right: 18, bottom: 0, left: 54 }}>
            <Brush
              ariaLabel={t('fn.metrics.brush')}
              key={shown === null ? 'all' : 'part'}
              dataKey="at"
              height={36}
              travellerWidth={8}
              startIndex={shown?.first ?? 0}
              endIndex={shown?.last ?? last}
              stroke="var(--accent)"
              fill="transparent"
              tickFormatter={label}
              onChange={({ startIndex, endIndex }) => {
                const [from, to] = [startIndex ?? 0, endIndex ?? last]
                onWindow(from === 0 && to === last ? null : { first: from, last: to })
              }}
            >
              <AreaChart data={rows}>
                <Area
                  dataKey="invocations"
                  isAnimationActive={false}
                  stroke="var(--bar)"
                  fill="var(--bar)"
                  fillOpacity={0.35}
                />
              </AreaChart>
            </Brush>
          </AreaChart>
        </ResponsiveContainer>
      </div>
      {shown !== null && (
        <Button variant="ghost" size="sm" onClick={() => onWindow(null)}>
          {t('fn.metrics.wholeRange')}
        </Button>
      )}
    </div>
  )
}
