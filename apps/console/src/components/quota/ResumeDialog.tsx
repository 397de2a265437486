import { Resume, type WindowedLimit } from '@alcove/contract'
import { useState } from 'react'
import { quotaName, quotasKey, resume, type QuotaPlace, type QuotaState } from '../../api/quotas.ts'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { Field, Input } from '../../ui/Field.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { useChange } from '../useChange.ts'

interface ResumeDialogProps {
  place: QuotaPlace
  suspension: NonNullable<QuotaState['suspension']>
  onClose(): void
}

const MORE = {
  executions: 'usage.moreExecutions',
  gbSeconds: 'usage.moreGbSeconds',
  mb: 'usage.moreMb',
  money: 'usage.moreMoney',
} as const

function unitOf(limit: WindowedLimit): keyof typeof MORE {
  if (limit === 'spendPerMonth') return 'money'
  if (limit.startsWith('executions')) return 'executions'
  return limit.startsWith('gbSeconds') ? 'gbSeconds' : 'mb'
}

/** Asks how far to resume: for a given amount, or without a limit until the window ends. */
export function ResumeDialog({ place, suspension, onClose }: ResumeDialogProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [more, setMore] = useState('')
  const parsed = Resume.safeParse(more.trim() === '' ? {} : { more: Number(more) })
  const change = useChange({
    run: (body: Resume) => resume(place, body),
    invalidates: [quotasKey(place)],
    done: () => t('usage.resumed', { name: quotaName(place) }),
    onDone: onClose,
  })
  const until = format.dateTime(suspension.resumesAt)
  const bad = parsed.success ? null : t('usage.badNumber')
  return (
    <FormDialog
      title={t('usage.resumeTitle', { name: quotaName(place) })}
      description={t('usage.resumeHint', { until })}
      submit={t('usage.resume')}
      pending={change.isPending}
      disabledReason={bad}
      onSubmit={() => parsed.success && change.mutate(parsed.data)}
      onClose={onClose}
    >
      <Field label={t(MORE[unitOf(suspension.limit)])} hint={t('usage.moreHint', { until })} error={bad}>
        <Input inputMode="numeric" className="num" value={more} onChange={(event) => setMore(event.target.value)} />
      </Field>
    </FormDialog>
  )
}
