import { Link } from '@tanstack/react-router'
import { Play, Square } from 'lucide-react'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { Button } from '../../../ui/Button.tsx'
import type { DraftTests } from './useDraftTests.ts'

interface TestsOfDraftProps {
  space: string
  fn: string
  tests: DraftTests
  /** Why this user cannot run them; undefined when they can. */
  invokeReason: string | undefined
}

/** What the function's tests say about the draft that is about to be published. Nothing for a function without tests. */
export function TestsOfDraft({ space, fn, tests, invokeReason }: TestsOfDraftProps) {
  const { t } = useTranslation()
  const { count, progress, failed } = tests
  if (count === 0) return null
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span className="font-name">{t('fn.tests.ofDraft', { count })}</span>
      <span role="status" className="min-w-0 flex-1">
        {progress && <span className="num">{t('fn.tests.done', { done: progress.length, count })} </span>}
        {tests.passed && <span className="text-success">{t('fn.tests.allPassed')}</span>}
        {failed.length > 0 && (
          <>
            <span className="text-danger">{t('fn.tests.failedCount', { count: failed.length })}</span>
            {': '}
            {failed.map((name, at) => (
              <span key={name}>
                {at > 0 && ', '}
                <Link {...paths.tests(space, fn, { test: name })} className="link">
                  {name}
                </Link>
              </span>
            ))}
          </>
        )}
      </span>
      {progress ? (
        <Button size="sm" icon={<Square size={15} />} onClick={tests.stop}>
          {t('fn.tests.stop')}
        </Button>
      ) : (
        <Button size="sm" icon={<Play size={15} />} disabledReason={invokeReason} onClick={tests.start}>
          {t('fn.tests.runAll')}
        </Button>
      )}
    </div>
  )
}
