import { useQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { testRunsQuery } from '../../../api/tests.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Section } from '../../../ui/Section.tsx'
import { Time } from '../../../ui/Time.tsx'

const SHOWN = 12

/** The outcomes of the last runs, on which version. */
export function Runs({ space, fn, shown }: { space: string; fn: string; shown: string | undefined }) {
  const { t } = useTranslation()
  const format = useFormat()
  const runs = useQuery(testRunsQuery(space, fn)).data ?? []
  return (
    <Section ruled title={t('fn.tests.runs')}>
      {runs.length === 0 ? (
        <p className="px-gutter pb-4 text-fg-3">{t('fn.tests.noRuns')}</p>
      ) : (
        <ul className="border-t border-line pb-2">
          {runs.slice(0, SHOWN).map((run) => (
            <li
              key={run.id}
              title={run.failedTests.join(', ')}
              className={clsx('flex h-8 items-center gap-2 px-gutter', run.id === shown && 'bg-active')}
            >
              <span className="cut max-w-28 shrink-0 font-mono text-sm">
                {run.qualifier === 'draft' ? 'draft' : run.version === null ? run.qualifier : `v${run.version}`}
              </span>
              <span className={clsx('num shrink-0', run.failed > 0 && 'font-name text-danger')}>
                {t('fn.tests.passedOf', { passed: run.passed, count: run.passed + run.failed })}
              </span>
              {run.coverage !== null && run.coverage.lines > 0 && (
                <span className="num cut text-sm text-fg-3">
                  {t('fn.tests.coverage.ofLines', {
                    percent: format.percentShort(run.coverage.covered / run.coverage.lines),
                  })}
                </span>
              )}
              <span className="ml-auto shrink-0 text-sm text-fg-3">
                <Time at={run.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
