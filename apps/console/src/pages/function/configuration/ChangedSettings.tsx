import { useTranslation } from '../../../i18n/index.ts'
import { ConfigurationChanges } from '../changes/ConfigurationChanges.tsx'
import type { ConfigurationChange } from '../changes/configurationChanges.ts'

interface ChangedSettingsProps {
  changes: readonly ConfigurationChange[]
  /** The description changed: it belongs to the function, not to a version. */
  described: boolean
}

/** What differs between the form and the draft. */
export function ChangedSettings({ changes, described }: ChangedSettingsProps) {
  const { t } = useTranslation()
  return (
    <>
      <ConfigurationChanges changes={changes} />
      {described && <p className="text-fg-2">{t('common.description')}</p>}
    </>
  )
}
