import { OctagonPause, Play } from 'lucide-react'
import { useState } from 'react'
import { quotaName, type QuotaPlace, type QuotaState } from '../../api/quotas.ts'
import { useLanguage, useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { fine } from '../money.ts'
import { ResumeDialog } from './ResumeDialog.tsx'
import { useQuotaPermission } from './useQuotaPermission.ts'

interface SuspensionNoticeProps {
  place: QuotaPlace
  suspension: NonNullable<QuotaState['suspension']>
}

/** What is suspended, why, until when, and the way out. */
export function SuspensionNotice({ place, suspension }: SuspensionNoticeProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const language = useLanguage()
  const reason = useQuotaPermission(place)
  const [asking, setAsking] = useState(false)
  const { limit, allowed, since, resumesAt } = suspension
  return (
    <>
      <Notice
        icon={<OctagonPause size={15} />}
        title={t('usage.suspended', { name: quotaName(place) })}
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
      {asking && <ResumeDialog place={place} suspension={suspension} onClose={() => setAsking(false)} />}
    </>
  )
}
