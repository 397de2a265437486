import type { ReplayDetail } from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'
import { said, saidActor } from '../../../i18n/said.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { KeyValue } from '../../../ui/KeyValue.tsx'
import { Section } from '../../../ui/Section.tsx'
import { Time } from '../../../ui/Time.tsx'

/** How the calls ran. */
export function ReplayFacts({ replay }: { replay: ReplayDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  const pairs = replay.calls.flatMap(({ recorded, replayed }) => (replayed ? [[recorded, replayed] as const] : []))
  const [before, now] = [0, 1].map((side) => median(pairs.map((pair) => pair[side]!.durationMs)))
  return (
    <Section ruled title={t('fn.replay.how')}>
      <KeyValue
        items={[
          {
            key: 'runs',
            label: t('fn.replay.runs'),
            value: replay.version === null ? t('fn.replay.onDraft') : `v${replay.version}`,
          },
          { key: 'outgoing', label: t('fn.replay.outgoing'), value: t(`fn.replay.${replay.outgoing}`) },
          ...(before === undefined || now === undefined
            ? []
            : [
                {
                  key: 'duration',
                  label: t('fn.replay.duration'),
                  value: t('fn.replay.durations', { before: format.duration(before), now: format.duration(now) }),
                },
              ]),
          { key: 'by', label: t('fn.replay.startedBy'), value: saidActor(replay.startedBy) },
          { key: 'at', label: t('fn.replay.startedAt'), value: <Time at={replay.startedAt} /> },
          ...(replay.error ? [{ key: 'error', label: t('fn.replay.ended.failed'), value: said(replay.error) }] : []),
        ]}
      />
    </Section>
  )
}

const median = (values: readonly number[]): number | undefined =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
