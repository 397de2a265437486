import { clsx } from 'clsx'
import type { ReactNode } from 'react'

export interface Metric {
  key: string
  label: ReactNode
  value: ReactNode
  unit?: ReactNode
  note?: ReactNode
  tone?: 'quiet' | 'warning' | 'danger'
  spark?: ReactNode
  /** Shows what was counted. */
  onOpen?: () => void
}

const tones = { quiet: 'text-fg-3', warning: 'font-name text-warning', danger: 'font-name text-danger' }

/** The key numbers of a page in one row; two columns when narrow. */
export function MetricStrip({ label, metrics }: { label: string; metrics: readonly Metric[] }) {
  return (
    <dl
      aria-label={label}
      style={{ '--metrics': metrics.length }}
      className="grid grid-cols-[repeat(var(--metrics),minmax(0,1fr))] border-y border-line compact:grid-cols-3 narrow:grid-cols-2"
    >
      {metrics.map((metric) => (
        <div
          key={metric.key}
          className={clsx(
            'group/metric relative -mb-px min-w-0 overflow-hidden border-b border-l border-line py-[11px] pr-3.5 pl-4',
            'first:border-l-0 first:pl-gutter compact:nth-[3n+1]:border-l-0 compact:nth-[3n+1]:pl-gutter',
            'narrow:pl-4! narrow:nth-[even]:border-l narrow:nth-[odd]:border-l-0',
          )}
        >
          <dt className="cut text-sm text-fg-2">{metric.label}</dt>
          <dd>
            <div className="num mt-0.5 text-metric font-[580] tracking-[-.022em] whitespace-nowrap">
              {metric.onOpen ? (
                <button
                  type="button"
                  className="rounded-control hover:text-accent-text hover:underline hover:underline-offset-4"
                  onClick={metric.onOpen}
                >
                  <span className="sr-only">{metric.label} </span>
                  {metric.value}
                </button>
              ) : (
                metric.value
              )}
              {metric.unit && (
                <small className="ml-0.5 text-base font-[450] tracking-normal text-fg-2">{metric.unit}</small>
              )}
            </div>
            <div className={clsx('cut min-h-4 text-sm', tones[metric.tone ?? 'quiet'])}>{metric.note}</div>
            {metric.spark && (
              <div className="absolute top-[34px] right-3.5 compact:group-nth-[3n]/metric:right-(--gutter) roomy:group-last/metric:right-(--gutter)">
                {metric.spark}
              </div>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
