import { useQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { engineQuery } from '../../api/engine.ts'
import { useTranslation } from '../../i18n/index.ts'
import { said } from '../../i18n/said.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'

/** Shown on every page while functions run unisolated, with the command that fixes it. Cannot be dismissed. */
export function IsolationBanner() {
  const { t } = useTranslation()
  const { data } = useQuery(engineQuery)
  if (data?.isolation !== 'process') return null
  return (
    <aside
      aria-label={t('shell.isolationOff')}
      className="flex shrink-0 items-start gap-2.5 border-b border-line bg-warning-tint px-gutter py-[7px]"
    >
      <TriangleAlert size={15} className="mt-0.5 text-warning" />
      <div className="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1">
        <span className="min-w-0">
          <b className="font-heading">{t('shell.isolationOff')}</b>{' '}
          <span className="text-fg-2">
            {data.remedy ? t('shell.isolationOffDetail') : data.reason && said(data.reason)}
          </span>
        </span>
        {data.remedy && (
          <span className="flex min-w-0 items-center gap-1">
            <code className="cut rounded-tag bg-raised px-1.5 py-0.5 text-[12px]/[18px]">{data.remedy}</code>
            <CopyButton text={data.remedy} />
          </span>
        )}
      </div>
    </aside>
  )
}
