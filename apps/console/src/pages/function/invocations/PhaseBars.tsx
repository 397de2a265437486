import type { InvocationDetail } from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'

const PHASES = ['build', 'queue', 'fetch', 'unpack', 'sandbox', 'runtime', 'init', 'handler', 'response'] as const

/** Loading code is ink, starting blue, the function's own time petrol, waiting slate. */
const COLORS: Record<(typeof PHASES)[number], string> = {
  build: 'var(--o-throttled)',
  queue: 'var(--o-throttled)',
  fetch: 'var(--s6)',
  unpack: 'var(--s6)',
  sandbox: 'var(--o-cold)',
  runtime: 'var(--o-cold)',
  init: 'var(--o-cold)',
  handler: 'var(--s1)',
  response: 'var(--o-throttled)',
}

/** How the duration divides: one bar per phase, on one axis. */
export function PhaseBars({ phases, durationMs }: Pick<InvocationDetail, 'phases' | 'durationMs'>) {
  const { t } = useTranslation()
  const format = useFormat()
  const present = PHASES.flatMap((phase) => (phases[phase] === undefined ? [] : [{ phase, ms: phases[phase] }]))
  const total = Math.max(
    durationMs,
    present.reduce((sum, { ms }) => sum + ms, 0),
    0.001,
  )
  if (present.length === 0) return <p className="px-gutter text-fg-3">{t('fn.invocation.noPhases')}</p>
  return (
    <dl className="num px-gutter">
      {present.map(({ phase, ms }, index) => {
        const start = present.slice(0, index).reduce((sum, earlier) => sum + earlier.ms, 0)
        const left = (start / total) * 100
        return (
          <div
            key={phase}
            className="grid h-[22px] grid-cols-[128px_minmax(0,1fr)_64px] items-center narrow:grid-cols-[112px_minmax(0,1fr)_64px]"
          >
            <dt>{t(`fn.phase.${phase}`)}</dt>
            <dd className="relative h-full border-b border-(--grid)" aria-hidden="true">
              <span
                className="absolute top-1.5 h-2.5 min-w-0.5 rounded-[2px]"
                style={{
                  left: `min(${left}%, calc(100% - 2px))`,
                  width: `${(ms / total) * 100}%`,
                  background: COLORS[phase],
                }}
              />
            </dd>
            <dd className="text-right whitespace-nowrap text-fg-2">{format.duration(ms)}</dd>
          </div>
        )
      })}
      <div
        aria-hidden="true"
        className="grid grid-cols-[128px_minmax(0,1fr)_64px] narrow:grid-cols-[112px_minmax(0,1fr)_64px]"
      >
        <span className="col-start-2 flex justify-between text-micro text-fg-3">
          {[0, 0.25, 0.5, 0.75, 1].map((share) => (
            <span key={share}>{share === 0 ? `0 ms` : format.ms(total * share)}</span>
          ))}
        </span>
      </div>
    </dl>
  )
}
