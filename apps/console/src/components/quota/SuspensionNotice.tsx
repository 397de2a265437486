import { OctagonPause, Play } from 'lucide-react'
import { useState } from 'react'
import type { QuotaState } from '../../api/quotas.ts'
import { useLanguage, useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { fine } from '../money.ts'
import { usePermission } from '../usePermission.ts'
import { ResumeDialog } from './ResumeDialog.tsx'

interface SuspensionNoticeProps {
  space: string
  /** Left out: the space itself. */
  fn?: string | undefined
  suspension: NonNullable<QuotaState['suspension']>
}

/** What is suspended, why, until when, and the way out. */
export function SuspensionNotice({ space, fn, suspension }: SuspensionNoticeProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const language = useLanguage()
  const reason = usePermission(space)('quotas:write')
  const [asking, setAsking] = useState(false)
  const { limit, allowed, since, resumesAt } = suspension
  return (
    <>
      <Notice
        icon={<OctagonPause size={15} />}
        title={t('usage.suspended', { name: fn ?? space })}
        actions={
          <Button size="sm" icon={<Play size={14} />} disabledReason={reason} onClick={() => setAsking(true)}>
            {t('usage.resume')}
          </Button>
        }
      >
        {t('usage.usedUp', {
          limit: t(`usage.limits.${limit}`),
          allowed: fine(language, allowed),
          since: format.dateTime(since),
          resumesAt: format.dateTime(resumesAt),
        })}
      </Notice>
      {asking && <ResumeDialog space={space} fn={fn} suspension={suspension} onClose={() => setAsking(false)} />}
    </>
  )
}
