import type { Instance } from '@alcove/contract'
import { StateSwatch } from '../../../components/instances/StateSwatch.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Section } from '../../../ui/Section.tsx'
import { useNow } from '../../../ui/Time.tsx'
import { PhaseBars } from '../invocations/PhaseBars.tsx'
import { FactGrid } from '../payload/FactGrid.tsx'
import { runtimeName } from '../../../components/runtimes.ts'
import { InstanceEnd } from './InstanceEnd.tsx'

/** Segments to list: an instance can have thousands. */
const LISTED = 50

/** Why it ended, how it started, and what it did when. */
export function InstanceDetails({ space, fn, instance }: { space: string; fn: string; instance: Instance }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const started = Date.parse(instance.startedAt)
  const lived = (instance.endedAt === null ? now : Date.parse(instance.endedAt)) - started
  const startup = Object.values(instance.phases).reduce((sum, ms) => sum + ms, 0)
  const stretches = instance.timeline.toReversed()
  return (
    <>
      <FactGrid
        facts={[
          {
            key: 'started',
            label: t('instances.facts.started'),
            value: `${format.shortDay(instance.startedAt)}, ${format.clock(instance.startedAt)}`,
          },
          {
            key: 'lived',
            label: t(instance.endedAt === null ? 'instances.facts.alive' : 'instances.facts.lived'),
            value: format.duration(Math.max(0, lived)),
          },
          {
            key: 'start',
            label: t('instances.facts.start'),
            value: instance.start ? t(`fn.start.${instance.start}`) : '–',
          },
          { key: 'calls', label: t('instances.facts.calls'), value: format.number(instance.invocations) },
          ...(instance.endedAt === null
            ? [{ key: 'inFlight', label: t('instances.facts.inFlight'), value: format.number(instance.inFlight) }]
            : []),
          {
            key: 'memory',
            label: t('instances.facts.memory'),
            value:
              instance.peakMemoryMb === null
                ? `– / ${instance.memoryMb} MB`
                : `${format.number(instance.peakMemoryMb)} / ${format.number(instance.memoryMb)} MB`,
          },
          {
            key: 'version',
            label: t('instances.facts.version'),
            value: `${instance.version === null ? t('instances.draftOrOld') : `v${instance.version}`} · ${t('instances.revision', { hash: instance.revision.slice(0, 7) })}`,
          },
          { key: 'runtime', label: t('instances.facts.runtime'), value: runtimeName(instance.runtime) },
          {
            key: 'isolation',
            label: t('instances.facts.isolation'),
            value: t(`instances.isolation.${instance.isolation}`),
          },
        ]}
      />
      {instance.end && <InstanceEnd space={space} fn={fn} instance={instance} end={instance.end} />}
      {startup > 0 && (
        <Section ruled title={t('instances.startup')} note={format.duration(startup)} className="pb-3">
          <PhaseBars phases={instance.phases} durationMs={startup} />
        </Section>
      )}
      <Section ruled title={t('instances.history')} note={t('instances.historyNote')} className="pb-4">
        <ol className="num">
          {stretches.slice(0, LISTED).map((segment) => (
            <li key={segment.from} className="flex h-7 items-center gap-3 border-t border-line px-gutter">
              <span className="w-20 text-fg-3">{format.clock(segment.from)}</span>
              <span className="flex w-28 items-center gap-[7px]">
                <StateSwatch state={segment.state} />
                {t(`instances.state.${segment.state}`)}
              </span>
              <span className="flex-1 text-right whitespace-nowrap text-fg-2">
                {format.duration(segment.to - segment.from)}
              </span>
              <span className="w-36 text-right whitespace-nowrap text-fg-3">
                {segment.calls > 0 && t('instances.segmentCalls', { count: segment.calls })}
              </span>
            </li>
          ))}
        </ol>
        {stretches.length > LISTED && (
          <p className="border-t border-line px-gutter pt-2 text-sm text-fg-3">
            {t('instances.earlier', { count: stretches.length - LISTED })}
          </p>
        )}
      </Section>
    </>
  )
}
