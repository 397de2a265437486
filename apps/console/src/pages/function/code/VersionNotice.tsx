import { History } from 'lucide-react'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { Notice } from '../../../ui/Notice.tsx'

interface VersionNoticeProps {
  version: number
  /** Why the file that a link names cannot be shown. */
  problem: string | false
  readOnlyReason: string | undefined
  onFix(): void
}

/** Says that the editor shows the code of a version, and leads back to the draft. */
export function VersionNotice({ version, problem, readOnlyReason, onFix }: VersionNoticeProps) {
  const { t } = useTranslation()
  return (
    <Notice
      icon={<History size={15} />}
      title={t('fn.viewed.title', { version })}
      actions={
        <Button size="sm" disabledReason={readOnlyReason} onClick={onFix}>
          {t('fn.viewed.fix')}
        </Button>
      }
    >
      {problem}
    </Notice>
  )
}
