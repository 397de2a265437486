import type { EngineStatus } from '@alcove/contract'
import { Check, Minus, ShieldAlert, ShieldCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/useFormat.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { MetricStrip } from '../../ui/MetricStrip.tsx'
import { Section } from '../../ui/Section.tsx'
import { useNow } from '../../ui/Time.tsx'

export function EngineFacts({ engine }: { engine: EngineStatus }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const { used, budget } = engine.memoryMb
  return (
    <>
      <MetricStrip
        label={t('engine.numbers')}
        metrics={[
          { key: 'instances', label: t('engine.instances'), value: format.number(engine.instances) },
          { key: 'busy', label: t('engine.busyNow'), value: format.number(engine.busy) },
          {
            key: 'queued',
            label: t('engine.queued'),
            value: format.number(engine.queued),
            note: engine.queued > 0 ? t('engine.queuedMeans') : null,
            tone: 'warning',
          },
          {
            key: 'memory',
            label: t('engine.memory'),
            value: format.number(used),
            unit: `/ ${format.number(budget)} MB`,
            note: budget > 0 ? t('engine.share', { percent: Math.round((used / budget) * 100) }) : null,
          },
          { key: 'up', label: t('engine.up'), ...format.durationParts(now - Date.parse(engine.startedAt)) },
        ]}
      />
      <div className="grid grid-cols-2 border-b border-line narrow:grid-cols-1">
        <Isolation engine={engine} />
        <Section title={t('engine.runtimes')} className="border-l border-line pb-2 narrow:border-t narrow:border-l-0">
          <ul className="px-gutter">
            {engine.runtimes.map((runtime) => (
              <li key={runtime.name} className="flex h-7 items-center gap-2.5 border-t border-line">
                {runtime.available ? (
                  <Check size={14} strokeWidth={1.75} aria-hidden="true" className="text-success" />
                ) : (
                  <Minus size={14} strokeWidth={1.75} aria-hidden="true" className="text-fg-3" />
                )}
                <span className="mono">{runtime.name}</span>
                <span className="num ml-auto text-fg-2">
                  {runtime.available ? runtime.version : t('engine.notInstalled')}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      </div>
    </>
  )
}

function Isolation({ engine }: { engine: EngineStatus }) {
  const { t } = useTranslation()
  const contained = engine.isolation === 'oci'
  const Icon = contained ? ShieldCheck : ShieldAlert
  return (
    <Section title={t('spaces.isolation')} className="pb-3">
      <div className="mx-gutter flex gap-2.5 border-t border-line pt-2.5">
        <Icon
          size={16}
          strokeWidth={1.75}
          aria-hidden="true"
          className={contained ? 'mt-0.5 text-success' : 'mt-0.5 text-warning'}
        />
        <div className="min-w-0 flex-1">
          <p className="font-name">
            {contained ? t('engine.contained', { runtime: engine.ociRuntime ?? 'OCI' }) : t('shell.isolationOff')}
          </p>
          <p className="text-sm text-fg-2">{contained ? t('engine.containedMeans') : engine.reason}</p>
          {engine.remedy && <CodeBlock boxed code={engine.remedy} label={t('engine.remedy')} className="mt-2" />}
        </div>
      </div>
    </Section>
  )
}
