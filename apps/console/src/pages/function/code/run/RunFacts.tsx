import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { Facts } from '../../payload/Facts.tsx'
import type { RunState } from '../../invoke/run.ts'

/** Duration, start, memory, billed time. Unknown values are a dash. */
export function RunFacts({ state, lines }: { state: Extract<RunState, { kind: 'ended' }>; lines: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { detail } = state
  return (
    <Facts
      className="px-3"
      facts={[
        {
          key: 'duration',
          label: t('fn.facts.duration'),
          value: format.duration(detail?.durationMs ?? state.durationMs),
        },
        { key: 'start', label: t('fn.facts.start'), value: detail?.start ? t(`fn.start.${detail.start}`) : '–' },
        {
          key: 'memory',
          label: t('fn.facts.memory'),
          value: detail?.peakMemoryMb == null ? '–' : `${format.number(detail.peakMemoryMb)} / ${detail.memoryMb} MB`,
        },
        { key: 'billed', label: t('fn.facts.billed'), value: detail ? format.duration(detail.billedMs) : '–' },
        { key: 'lines', label: t('fn.facts.lines'), value: format.number(lines) },
      ]}
    />
  )
}
