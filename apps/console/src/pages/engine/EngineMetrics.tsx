import type { EngineStatus } from '@alcove/contract'
import { StateSwatch } from '../../components/instances/StateSwatch.tsx'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { MetricStrip } from '../../ui/MetricStrip.tsx'
import { useNow } from '../../ui/Time.tsx'

const STATES = ['starting', 'busy', 'idle', 'frozen'] as const

/** Key numbers of the engine: use, waiting calls, starts. */
export function EngineMetrics({ engine }: { engine: EngineStatus }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const { used, budget } = engine.memoryMb
  const { cold, prewarmed, failed, evicted } = engine.starts
  const memoryShare = budget > 0 ? used / budget : 0
  const oldest = Math.max(0, ...engine.queues.map(({ oldestMs }) => oldestMs))
  const present = STATES.filter((state) => (engine.states[state] ?? 0) > 0)
  return (
    <MetricStrip
      label={t('engine.numbers')}
      metrics={[
        {
          key: 'instances',
          label: t('engine.instances'),
          value: format.number(engine.instances),
          unit: `/ ${format.number(engine.maxInstances)}`,
          note:
            present.length === 0 ? (
              t('engine.toZero')
            ) : (
              <span className="flex gap-3">
                {present.map((state) => (
                  <span key={state} className="inline-flex items-center gap-1">
                    <StateSwatch state={state} />
                    {format.number(engine.states[state] ?? 0)} {t(`instances.state.${state}`)}
                  </span>
                ))}
              </span>
            ),
        },
        {
          key: 'memory',
          label: t('engine.memory'),
          value: format.number(used),
          unit: `/ ${format.number(budget)} MB`,
          note: budget > 0 ? t('engine.share', { percent: format.percentShort(memoryShare) }) : null,
          tone: memoryShare > 0.9 ? 'warning' : 'quiet',
        },
        {
          key: 'queued',
          label: t('engine.queued'),
          value: format.number(engine.queued),
          note: engine.queued > 0 ? t('engine.oldest', { duration: format.duration(oldest) }) : t('engine.noneWaits'),
          tone: engine.queued > 0 ? 'warning' : 'quiet',
        },
        {
          key: 'starts',
          label: t('engine.starts'),
          value: format.number(cold + prewarmed),
          note: t('engine.startKinds', { cold: format.number(cold), prewarmed: format.number(prewarmed) }),
        },
        {
          key: 'evicted',
          label: t('engine.evicted'),
          value: format.number(evicted),
          note: failed > 0 ? t('engine.failedStarts', { count: failed }) : t('engine.noFailedStarts'),
          tone: failed > 0 ? 'danger' : 'quiet',
        },
        { key: 'up', label: t('engine.up'), value: format.span(now - Date.parse(engine.startedAt)) },
      ]}
    />
  )
}
