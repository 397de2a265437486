import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import type { ConfigurationChange } from '../changes/configurationChanges.ts'
import { ChangedSettings } from './ChangedSettings.tsx'

interface SaveBarProps {
  changes: readonly ConfigurationChange[]
  /** The description changed: it belongs to the function, not to a version. */
  described: boolean
  latestVersion: number | null
  pending: boolean
  disabledReason: string | undefined
  onReset(): void
}

/** Next to Save: what saving would change. */
export function SaveBar({ changes, described, latestVersion, pending, disabledReason, onReset }: SaveBarProps) {
  const { t } = useTranslation()
  const dirty = changes.length > 0 || described
  if (!dirty) {
    return disabledReason ? (
      <p className="border-t border-line px-gutter py-3 text-sm text-fg-3">{disabledReason}</p>
    ) : null
  }
  return (
    <div
      role="status"
      className="sticky bottom-0 flex items-end gap-4 border-t border-line-strong bg-raised px-gutter py-3 narrow:flex-col narrow:items-stretch"
    >
      <div className="max-w-[480px] min-w-0 flex-1">
        <p className="font-heading">{t('fn.config.willChange')}</p>
        <div className="max-h-32 overflow-y-auto">
          <ChangedSettings changes={changes} described={described} />
        </div>
        {changes.length > 0 && (
          <p className="text-sm text-fg-3">
            {latestVersion === null
              ? t('fn.config.onlyDraft')
              : t('fn.config.versionsKeep', { version: latestVersion })}
          </p>
        )}
      </div>
      <div className="flex shrink-0 gap-2">
        <Button onClick={onReset}>{t('fn.config.reset')}</Button>
        <Button type="submit" variant="primary" pending={pending} disabledReason={disabledReason}>
          {pending ? t('common.saving') : t('fn.config.save')}
        </Button>
      </div>
    </div>
  )
}
