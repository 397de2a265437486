import { useQuery } from '@tanstack/react-query'
import { every } from '../../../../../api/every.ts'
import { triggerPreviewQuery } from '../../../../../api/triggers.ts'
import { Loaded } from '../../../../../components/Loaded.tsx'
import { useTranslation } from '../../../../../i18n/index.ts'
import { KeyValue } from '../../../../../ui/KeyValue.tsx'
import { Section } from '../../../../../ui/Section.tsx'
import { putBodyOf } from '../../putBody.ts'
import type { TriggerViewProps } from '../kind.ts'
import { NextTen } from './NextTen.tsx'
import { useScheduleWords } from './useScheduleWords.ts'

export function TimerDetails({ space, fn, trigger }: TriggerViewProps<'timer'>) {
  const { t } = useTranslation()
  const words = useScheduleWords()
  const { config } = trigger
  const preview = useQuery({
    ...triggerPreviewQuery(space, fn, trigger.name, putBodyOf(trigger)),
    refetchInterval: every(30_000),
  })
  const hours = config.catchUpWindowSeconds / 3600
  return (
    <div className="border-t border-line wide:grid wide:grid-cols-2">
      <Section title={t('triggers.nextTen')} note={config.timezone}>
        <Loaded query={preview}>{(shown) => (shown.type === 'timer' ? <NextTen preview={shown} /> : null)}</Loaded>
      </Section>
      <Section title={t('triggers.schedule')} className="border-line wide:border-l narrow:border-t">
        <KeyValue
          items={[
            { key: 'words', label: t('triggers.inWords'), value: words(config) },
            ...(config.cron === undefined
              ? []
              : [{ key: 'cron', label: 'Cron', value: <span className="mono">{config.cron}</span> }]),
            { key: 'zone', label: t('triggers.timezone'), value: config.timezone },
            { key: 'overlap', label: t('triggers.overlap'), value: t(`triggers.overlaps.${config.overlap}`) },
            {
              key: 'catchUp',
              label: t('triggers.catchUp'),
              value: t(`triggers.catchUpHint.${config.catchUp}`, { hours, max: config.catchUpMax }),
            },
            ...(config.pauseAfterFailures === undefined
              ? []
              : [{ key: 'pause', label: t('triggers.pauseAfter'), value: config.pauseAfterFailures }]),
          ]}
        />
      </Section>
    </div>
  )
}
