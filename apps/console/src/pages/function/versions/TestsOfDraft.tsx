import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Play } from 'lucide-react'
import { runTests, testsKey, testsQuery } from '../../../api/tests.ts'
import { useChange } from '../../../components/useChange.ts'
import { usePermission } from '../../../components/usePermission.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { Button } from '../../../ui/Button.tsx'

/** Runs the function's tests on the draft that is about to be published. Nothing for a function without tests. */
export function TestsOfDraft({ space, fn }: { space: string; fn: string }) {
  const { t } = useTranslation()
  const why = usePermission(space)
  const count = useQuery(testsQuery(space, fn)).data?.length ?? 0
  const { data, isPending, mutate } = useChange({
    run: () => runTests(space, fn, { qualifier: 'draft' }),
    invalidates: [testsKey(space, fn)],
  })
  if (count === 0) return null
  const failed = data?.results.filter(({ status }) => status === 'failed') ?? []
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span className="font-name">{t('fn.tests.ofDraft', { count })}</span>
      <span role="status" className="min-w-0 flex-1">
        {data && failed.length === 0 && <span className="text-success">{t('fn.tests.allPassed')}</span>}
        {failed.length > 0 && (
          <>
            <span className="text-danger">{t('fn.tests.failedCount', { count: failed.length })}</span>
            {': '}
            {failed.map(({ name }, at) => (
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
