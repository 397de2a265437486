import { Link } from '@tanstack/react-router'
import { useTranslation } from '../../../../../i18n/index.ts'
import { paths } from '../../../../../navigation/paths.ts'
import { KeyValue } from '../../../../../ui/KeyValue.tsx'
import type { TriggerViewProps } from '../kind.ts'

export function LogDetails({ space, trigger }: TriggerViewProps<'log'>) {
  const { t } = useTranslation()
  const { function: source, pattern, regex, level, fields, batchSize, batchWindowSeconds } = trigger.config
  const shown = (key: string, label: string, value: string | undefined) =>
    value === undefined ? [] : [{ key, label, value: <span className="mono">{value}</span> }]
  return (
    <div className="pb-2">
      <KeyValue
        items={[
          {
            key: 'source',
            label: t('triggers.source'),
            value: (
              <Link {...paths.logs(space, source)} className="link">
                {source}
              </Link>
            ),
          },
          ...shown('pattern', t('triggers.text'), pattern),
          ...shown('regex', t('triggers.regex'), regex),
          ...shown('level', t('triggers.level'), level),
          ...shown('fields', t('triggers.fields'), fields && JSON.stringify(fields)),
          {
            key: 'batch',
            label: t('triggers.batch'),
            value: t('triggers.batchWords', { count: batchSize, seconds: batchWindowSeconds }),
          },
        ]}
      />
    </div>
  )
}
