import { StateSwatch } from '../../../components/instances/StateSwatch.tsx'
import { useTranslation } from '../../../i18n/index.ts'

/** The shapes of the timeline and their meanings. */
export function StateLegend() {
  const { t } = useTranslation()
  return (
    <ul className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-fg-2">
      {(['starting', 'busy', 'idle', 'frozen'] as const).map((state) => (
        <li key={state} className="inline-flex items-center gap-1.5" title={t(`instances.stateMeans.${state}`)}>
          <StateSwatch state={state} />
          {t(`instances.state.${state}`)}
        </li>
      ))}
    </ul>
  )
}
