import type { Test, TestResult, TestRunSummary } from '@alcove/contract'
import { clsx } from 'clsx'
import { ArrowUpNarrowWide, Check, CircleDashed, LoaderCircle, X } from 'lucide-react'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import type { TestProgress } from './useTestRun.ts'

interface TestListProps {
  tests: readonly Test[]
  failedFirst: boolean
  onFailedFirst: () => void
  results: ReadonlyMap<string, TestResult>
  /** Newest first. */
  runs: readonly TestRunSummary[]
  phaseOf: TestProgress['phaseOf']
  earlier: TestProgress['earlier']
  selected: string
  onOpen: (name: string) => void
}

const CELL = {
  passed: 'bg-success',
  failed: 'bg-danger',
  running: 'bg-accent animate-pulse motion-reduce:animate-none',
  waiting: 'bg-line',
  new: 'bg-line',
} as const

export function TestList({ tests, failedFirst, onFailedFirst, ...props }: TestListProps) {
  const { results, runs, phaseOf, earlier, selected, onOpen } = props
  const { t } = useTranslation()
  const format = useFormat()
  const stateOf = (name: string) => phaseOf(name) ?? results.get(name)?.status ?? 'new'
  const isEarlier = (name: string) => phaseOf(name) === null && earlier(name) !== undefined
  const failed = tests.filter(({ name }) => results.get(name)?.status === 'failed').length
  const passed = tests.filter(({ name }) => results.get(name)?.status === 'passed').length
  return (
    <nav aria-label={t('fn.tests.cases')} className="border-r border-line compact:border-r-0 compact:border-b">
      <div className="flex h-10 items-center gap-2 pr-3 pl-gutter">
        <h2 className="font-heading">{t('fn.tests.cases')}</h2>
        <span className="num text-sm text-fg-3">{tests.length}</span>
        {failed + passed > 0 && (
          <span className={clsx('cut text-sm', failed > 0 ? 'font-name text-danger' : 'text-fg-3')}>
            {failed > 0 ? t('fn.tests.failedCount', { count: failed }) : t('fn.tests.allPassed')}
          </span>
        )}
        <Button
          size="sm"
          variant="ghost"
          className="ml-auto aria-pressed:bg-active aria-pressed:text-fg"
          icon={<ArrowUpNarrowWide size={14} />}
          aria-pressed={failedFirst}
          title={`${t('fn.tests.failedFirst')} (F)`}
          onClick={onFailedFirst}
        >
          {t('fn.tests.failedFirst')}
        </Button>
      </div>
      <div aria-hidden className={clsx('flex px-gutter pb-2', tests.length <= 60 && 'gap-px')}>
        {tests.map(({ name }) => (
          <span
            key={name}
            className={clsx(
              'h-1.5 flex-1',
              // Seen among two hundred that pass.
              stateOf(name) === 'failed' ? 'min-w-[3px]' : 'min-w-0',
              CELL[stateOf(name)],
              isEarlier(name) && EARLIER,
            )}
          />
        ))}
      </div>
      <ul className="border-t border-line py-1 compact:max-h-56 compact:overflow-y-auto">
        {tests.map(({ name }) => {
          const result = results.get(name)
          const phase = phaseOf(name)
          return (
            <li key={name}>
              <button
                type="button"
                aria-current={name === selected}
                className={clsx(
                  'flex h-8 w-full items-center gap-2 px-gutter text-left outline-offset-[-2px] narrow:h-10',
                  name === selected ? 'bg-active font-name' : 'hover:bg-hover',
                )}
                onClick={() => onOpen(name)}
              >
                <Mark status={stateOf(name)} earlier={isEarlier(name)} />
                <span className="cut">{name}</span>
                <Past name={name} runs={runs} />
                {result && phase === null && (
                  <span className="num min-w-12 shrink-0 text-right text-sm text-fg-3">
                    {format.duration(result.durationMs)}
                  </span>
                )}
              </button>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

const PAST = 6

/** How the last runs of one test ended, on whatever they ran. */
function Past({ name, runs }: { name: string; runs: readonly TestRunSummary[] }) {
  const { t } = useTranslation()
  const outcomes = runs
    .flatMap(({ id, qualifier, version, passedTests, failedTests }) => {
      const status = failedTests.includes(name) ? 'failed' : passedTests.includes(name) ? 'passed' : null
      return status === null ? [] : ({ id, status, on: version === null ? qualifier : `v${version}` } as const)
    })
    .slice(0, PAST)
    .toReversed()
  const words = outcomes.map(({ on, status }) => `${on} ${t(`fn.tests.status.${status}`)}`)
  return (
    <span
      className="ml-auto flex h-3 shrink-0 gap-0.5"
      {...(words.length > 0 && { title: t('fn.tests.past', { runs: words.join(', ') }) })}
    >
      {outcomes.map(({ id, status }) => (
        <span key={id} className={clsx('w-1 rounded-[1px]', status === 'failed' ? 'bg-danger' : 'bg-line-strong')} />
      ))}
    </span>
  )
}

const EARLIER = 'opacity-50'

interface MarkProps {
  status: TestResult['status'] | 'waiting' | 'running' | 'new'
  /** Not of the last run. */
  earlier: boolean
}

export function Mark({ status, earlier }: MarkProps) {
  const { t } = useTranslation()
  const state = t(`fn.tests.status.${status}`)
  const label = earlier ? t('fn.tests.earlier', { state }) : state
  const given = { size: 14, role: 'img', 'aria-label': label } as const
  if (status === 'running')
    return <LoaderCircle {...given} className="shrink-0 animate-spin text-accent motion-reduce:animate-none" />
  if (status === 'passed') return <Check {...given} className={clsx('shrink-0 text-success', earlier && EARLIER)} />
  if (status === 'failed')
    return <X {...given} strokeWidth={2.5} className={clsx('shrink-0 text-danger', earlier && EARLIER)} />
  return <CircleDashed {...given} className="shrink-0 text-fg-3" />
}
