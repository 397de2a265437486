import type { RightSizing } from '@alcove/contract'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { KeyValue } from '../../../../ui/KeyValue.tsx'
import { Section } from '../../../../ui/Section.tsx'

/** The measurements behind the recommendation. */
export function Evidence({ advice: { evidence, current, recommended } }: { advice: RightSizing }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { callsPerMinute, peakMemoryMb, durationMs, bytesIn, bytesOut } = evidence
  const small = (value: number) => (value < 10 ? format.cores(value) : format.number(value))
  const ms = (value: number | null) => (value === null ? '–' : format.duration(value))
  const bytes = (value: number | null) => (value === null ? '–' : format.bytes(Math.round(value)))
  return (
    <Section ruled title={t('fn.config.sizing.evidence')} className="pb-3">
      {peakMemoryMb.max !== null && (
        <MemoryScale peaks={peakMemoryMb} limitMb={current.memoryMb} recommendedMb={recommended.memoryMb} />
      )}
      <KeyValue
        items={[
          ...(evidence.outOfMemory > 0
            ? [
                {
                  key: 'oom',
                  label: t('status.outOfMemory'),
                  value: <span className="font-name text-danger">{format.number(evidence.outOfMemory)}</span>,
                },
              ]
            : []),
          {
            key: 'rate',
            label: t('fn.config.sizing.rate'),
            value: t('fn.config.sizing.rateSays', {
              average: small(callsPerMinute.average),
              peak: small(callsPerMinute.peak),
            }),
          },
          {
            key: 'concurrency',
            label: t('fn.config.sizing.concurrency'),
            value: t('fn.config.sizing.concurrencySays', { count: evidence.peakConcurrency }),
          },
          {
            key: 'duration',
            label: t('fn.config.sizing.duration'),
            value: t('fn.config.sizing.durationSays', { p50: ms(durationMs.p50), p95: ms(durationMs.p95) }),
          },
          { key: 'cold', label: t('fn.config.sizing.coldStarts'), value: format.number(evidence.coldStarts) },
          { key: 'sizes', label: t('fn.config.sizing.sizes'), value: `${bytes(bytesIn)}, ${bytes(bytesOut)}` },
        ]}
      />
    </Section>
  )
}

interface MemoryScaleProps {
  peaks: RightSizing['evidence']['peakMemoryMb']
  limitMb: number
  recommendedMb: number
}

/** Peak memory on one scale with the current and the recommended limit. */
function MemoryScale({ peaks, limitMb, recommendedMb }: MemoryScaleProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const end = Math.max(limitMb, recommendedMb, peaks.max ?? 0)
  const at = (mb: number | null) => `${((mb ?? 0) / end) * 100}%`
  const mb = (value: number | null) => (value === null ? '–' : format.number(value))
  return (
    <div className="border-t border-line px-gutter py-2.5">
      <p className="text-fg-2">{t('fn.config.sizing.peakMemory')}</p>
      <div aria-hidden="true" className="relative mt-2 h-3">
        <span className="absolute inset-x-0 top-1 h-1 rounded-[2px] bg-active" />
        <span className="absolute top-1 left-0 h-1 rounded-[2px] bg-(--bar)" style={{ width: at(peaks.max) }} />
        <span className="absolute top-1 left-0 h-1 rounded-[2px] bg-(--s1)" style={{ width: at(peaks.p99) }} />
        <Tick at={at(peaks.max)} />
        {recommendedMb !== limitMb && (
          <span
            className="absolute -top-0.5 h-4 w-0 -translate-x-px border-l-2 border-dashed border-accent"
            style={{ left: at(recommendedMb) }}
          />
        )}
      </div>
      <p className="num mt-1.5 text-sm text-fg-3">
        {t('fn.config.sizing.peakOf', {
          p50: mb(peaks.p50),
          p99: mb(peaks.p99),
          max: mb(peaks.max),
          limit: format.number(limitMb),
        })}
      </p>
    </div>
  )
}

function Tick({ at }: { at: string }) {
  return <span className="absolute top-0 h-3 w-0.5 -translate-x-px rounded-[1px] bg-fg-2" style={{ left: at }} />
}
