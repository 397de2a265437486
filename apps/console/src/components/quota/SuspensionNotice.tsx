import { leastRole } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { OctagonPause, Play } from 'lucide-react'
import { useState } from 'react'
import { quotaName, quotaQuery, type QuotaPlace, type QuotaState } from '../../api/quotas.ts'
import { useLanguage, useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { fine } from '../money.ts'
import { QuotaDialog } from './QuotaDialog.tsx'
import { ResumeDialog } from './ResumeDialog.tsx'
import { useQuotaPermission } from './useQuotaPermission.ts'

interface SuspensionNoticeProps {
  place: QuotaPlace
  suspension: NonNullable<QuotaState['suspension']>
}

/** What is suspended, why, until when, what it refused, and the way out. */
export function SuspensionNotice({ place, suspension }: SuspensionNoticeProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const language = useLanguage()
  const reason = useQuotaPermission(place)
  const [open, setOpen] = useState<'raise' | 'resume' | null>(null)
  const close = () => setOpen(null)
  const { limit, allowed, since, resumesAt, refused } = suspension
  return (
    <>
      <Notice
        icon={<OctagonPause size={15} />}
        title={t('usage.suspended', { name: quotaName(place) })}
        actions={
          <>
            <Button size="sm" disabledReason={reason} onClick={() => setOpen('raise')}>
              {t('usage.raise')}
            </Button>
            <Button size="sm" icon={<Play size={14} />} disabledReason={reason} onClick={() => setOpen('resume')}>
              {t('usage.resume')}
            </Button>
          </>
        }
      >
        {t('usage.usedUp', {
          limit: t(`usage.limits.${limit}`),
          allowed: fine(language, allowed),
          since: format.dateTime(since),
          resumesAt: format.dateTime(resumesAt),
        })}{' '}
        {refused > 0 && t('usage.refusedSince', { count: refused, calls: format.number(refused) })}{' '}
        {reason !== undefined && t('usage.askToRaise', { role: t(`roles.${leastRole('quotas:write')!}`) })}
      </Notice>
      {open === 'resume' && <ResumeDialog place={place} suspension={suspension} onClose={close} />}
      {open === 'raise' && <RaiseDialog place={place} onClose={close} />}
    </>
  )
}

function RaiseDialog({ place, onClose }: { place: QuotaPlace; onClose(): void }) {
  const { data } = useQuery(quotaQuery(place))
  return data ? <QuotaDialog place={place} quota={data} onClose={onClose} /> : null
}
