import { ArchiveRestore } from 'lucide-react'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import { Notice } from '../../../ui/Notice.tsx'

interface RestoredNoticeProps {
  at: string
  onDiscard(): void
  onDismiss(): void
}

/** Says that edits were restored from this browser after a crash or a closed tab. */
export function RestoredNotice({ at, onDiscard, onDismiss }: RestoredNoticeProps) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Notice
      icon={<ArchiveRestore size={15} />}
      title={t('fn.draft.restored')}
      actions={
        <>
          <Button size="sm" variant="ghost" onClick={onDiscard}>
            {t('fn.draft.discard')}
          </Button>
          <Button size="sm" onClick={onDismiss}>
            {t('fn.draft.keep')}
          </Button>
        </>
      }
    >
      {t('fn.draft.restoredDetail', { ago: format.ago(at) })}
    </Notice>
  )
}
