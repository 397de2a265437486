import type { FunctionDetail } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { useFunctionParams } from '../params.ts'

/** A short description of the draft, for tabs that do not edit it. */
export function DraftSummary({ details }: { details: FunctionDetail }) {
  const { t } = useTranslation()
  const { space, fn } = useFunctionParams()
  const { latestVersion, draft } = details
  return (
    <span className="cut text-sm text-fg-2 narrow:hidden">
      {latestVersion === null ? (
        t('fn.draft.unpublished')
      ) : draft.changedSince === null ? (
        t('fn.draft.same', { version: latestVersion })
      ) : (
        <Link
          {...paths.versions(space, fn, { version: 'draft', compare: String(draft.changedSince) })}
          className="link"
        >
          {t('fn.draft.differs', { version: draft.changedSince })}
        </Link>
      )}
    </span>
  )
}
