import { Link } from '@tanstack/react-router'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { useFunctionParams } from '../params.ts'

interface DraftDifferenceProps {
  codeHash: string
  /** Number of files that differ from the latest version. */
  changes: number
  version: number
}

/** The hash of the saved code, and how much it differs from the latest version. */
export function DraftDifference({ codeHash, changes, version }: DraftDifferenceProps) {
  const { t } = useTranslation()
  const { space, fn } = useFunctionParams()
  return (
    <span className="flex items-center gap-1.5 text-sm text-fg-2 compact:hidden">
      <span className="text-fg-3">·</span>
      <span className="mono">{t('fn.draft.code', { hash: codeHash.slice(0, 7) })}</span>
      {changes > 0 && (
        <>
          <span className="text-fg-3">·</span>
          <Link {...paths.versions(space, fn, { version: 'draft', compare: String(version) })} className="link">
            {t('fn.draft.filesDiffer', { count: changes, version })}
          </Link>
        </>
      )}
    </span>
  )
}
