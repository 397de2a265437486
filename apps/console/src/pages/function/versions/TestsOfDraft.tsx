import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Play } from 'lucide-react'
import { runTests, testRunsQuery, testsKey, testsQuery } from '../../../api/tests.ts'
import { useChange } from '../../../components/useChange.ts'
import { usePermission } from '../../../components/usePermission.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { Button } from '../../../ui/Button.tsx'

interface TestsOfDraftProps {
  space: string
  fn: string
  /** Of the draft; undefined while it loads. */
  revision: string | undefined
}

/** What the function's tests say about the draft that is about to be published. Nothing for a function without tests. */
export function TestsOfDraft({ space, fn, revision }: TestsOfDraftProps) {
  const { t } = useTranslation()
  const why = usePermission(space)
  const count = useQuery(testsQuery(space, fn)).data?.length ?? 0
  const runs = useQuery(testRunsQuery(space, fn)).data ?? []
  const last = runs.find((run) => run.current && run.revision === revision)
  const { isPending, mutate } = useChange({
    run: () => runTests(space, fn, { qualifier: 'draft' }),
    invalidates: [testsKey(space, fn)],
  })
  if (count === 0) return null
  const failed = last?.failedTests ?? []
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span className="font-name">{t('fn.tests.ofDraft', { count })}</span>
      <span role="status" className="min-w-0 flex-1">
        {last && failed.length === 0 && <span className="text-success">{t('fn.tests.allPassed')}</span>}
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
      <Button
        size="sm"
        icon={<Play size={15} />}
        pending={isPending}
        disabledReason={why('functions:invoke')}
        onClick={() => mutate(undefined)}
      >
        {t('fn.tests.runAll')}
      </Button>
    </div>
  )
}
