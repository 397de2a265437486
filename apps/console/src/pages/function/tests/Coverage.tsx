import type { TestRun } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { Section } from '../../../ui/Section.tsx'

/** How much of each file the run ran. A file leads to its first line that did not run. */
export function Coverage({ space, fn, run }: { space: string; fn: string; run: TestRun }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { coverage, version } = run
  if (coverage === null || coverage.lines === 0)
    return (
      <Section ruled title={t('fn.tests.coverage.title')}>
        <p className="px-gutter pb-4 text-sm text-fg-3">{t('fn.tests.coverage.none')}</p>
      </Section>
    )
  const percent = (covered: number, lines: number) => format.percentShort(covered / lines)
  return (
    <Section
      ruled
      title={t('fn.tests.coverage.title')}
      note={t('fn.tests.coverage.ofLines', { percent: percent(coverage.covered, coverage.lines) })}
    >
      <ul className="max-h-72 overflow-y-auto border-t border-line py-1">
        {coverage.files.map(({ file, covered, uncovered }) => {
          const lines = covered.length + uncovered.length
          const at = { file, line: uncovered[0], version: version ?? undefined }
          return (
            <li key={file}>
              <Link
                {...paths.code(space, fn, at)}
                title={t('fn.tests.coverage.file', { file, covered: covered.length, count: lines })}
                className="grid h-8 grid-cols-[minmax(0,1fr)_56px_44px] items-center gap-2 px-gutter outline-offset-[-2px] hover:bg-hover"
              >
                <span className="cut font-mono text-sm">{file}</span>
                <span aria-hidden className="h-1 rounded-full bg-danger-tint">
                  <span
                    className="block h-1 rounded-full bg-success"
                    style={{ width: `${(100 * covered.length) / lines}%` }}
                  />
                </span>
                <span className="num text-right text-sm text-fg-2">{percent(covered.length, lines)}%</span>
              </Link>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
