import { useTranslation } from '../../../i18n/index.ts'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import type { FileChange } from '../files/files.ts'
import type { ConfigurationChange } from '../changes/configurationChanges.ts'
import { ConfigurationChanges } from '../changes/ConfigurationChanges.tsx'
import { ChangeLetter } from '../files/ChangeLetter.tsx'

interface ChangeSummaryProps {
  loading: boolean
  first: boolean
  version: number | null
  files: readonly FileChange[]
  settings: readonly ConfigurationChange[]
}

/** What a new version would add to the latest one. */
export function ChangeSummary({ loading, first, version, files, settings }: ChangeSummaryProps) {
  const { t } = useTranslation()
  if (loading) return <Skeleton className="my-2 w-56" />
  if (first) return null
  if (files.length === 0 && settings.length === 0)
    return <p className="text-fg-2">{t('fn.versions.nothingNew', { version })}</p>
  return (
    <div className="max-h-56 overflow-y-auto rounded-field border border-line bg-sunken px-3 py-1.5">
      <ul>
        {files.map((file) => (
          <li key={file.path} className="flex h-6 items-center gap-2">
            <ChangeLetter kind={file.kind} />
            <span className="mono cut">{file.path}</span>
          </li>
        ))}
      </ul>
      <ConfigurationChanges changes={settings} />
    </div>
  )
}
