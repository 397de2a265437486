import type { ExecutionError } from '@alcove/contract'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { errorAdvice } from './errorAdvice.ts'

/** What to do about an error that does not say it. */
export function ErrorHint({ error }: { error: ExecutionError }) {
  const { t } = useTranslation()
  const { space } = useParams({ strict: false })
  const advice = errorAdvice(error)
  if (advice === null || space === undefined) return null
  return (
    <p className="mt-1 text-sm text-fg-2">
      {advice.kind === 'package' ? (
        t('fn.error.package', { name: advice.name })
      ) : (
        <>
          {t('fn.error.network')}{' '}
          <Link {...paths.spaceSettings(space)} className="link">
            {t('fn.error.egress')}
          </Link>
        </>
      )}
    </p>
  )
}
