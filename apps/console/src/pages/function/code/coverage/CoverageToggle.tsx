import { FlaskConical } from 'lucide-react'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { Tooltip } from '../../../../ui/Tooltip.tsx'
import type { ShownCoverage } from './useCoverage.ts'

/** In the status bar: how much of the code the last run of tests ran. Shows and hides the marks. */
export function CoverageToggle({ coverage }: { coverage: ShownCoverage }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { share, stale, shown, toggle } = coverage
  return (
    <Tooltip
      content={t(stale ? 'fn.tests.coverage.staleHint' : shown ? 'fn.tests.coverage.hide' : 'fn.tests.coverage.show')}
    >
      <button
        type="button"
        aria-pressed={shown}
        className="flex shrink-0 items-center gap-1 rounded-tag hover:text-fg aria-pressed:text-fg"
        onClick={toggle}
      >
        <FlaskConical size={13} className={shown ? 'text-success' : ''} />
        {t('fn.tests.coverage.ofLines', { percent: format.percentShort(share) })}
        {stale && <span className="text-warning narrow:hidden">{t('fn.tests.coverage.stale')}</span>}
      </button>
    </Tooltip>
  )
}
