import { SilenceAlert } from '@alcove/contract'
import { alertsKey, silenceAlert } from '../../../api/alerts.ts'
import { serverNow } from '../../../clock.ts'
import { FormError } from '../../../components/FormError.tsx'
import { useBodyForm } from '../../../components/useBodyForm.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Select } from '../../../ui/Select.tsx'

const HOURS = ['1', '4', '24', '168'] as const

/** Tells nobody of an alert for a while, with a reason that others read. */
export function SilenceDialog({ space, alert, onClose }: { space: string; alert: string; onClose(): void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const form = useBodyForm({
    fields: { hours: '4' as (typeof HOURS)[number], reason: '' },
    schema: SilenceAlert,
    bodyOf: ({ hours, reason }) => ({
      until: new Date(serverNow() + Number(hours) * 3600_000).toISOString(),
      reason,
    }),
  })
  const silence = useChange({
    run: (body: SilenceAlert) => silenceAlert(space, alert, body),
    invalidates: [alertsKey(space)],
    done: (after) => t('alerts.silencedUntil', { until: format.dateTime(after.silence!.until) }),
    onDone: onClose,
    handles: () => true,
  })
  return (
    <FormDialog
      title={t('alerts.silenceTitle', { name: alert })}
      description={t('alerts.silenceHint')}
      submit={t('alerts.silence')}
      pending={silence.isPending}
      disabledReason={form.errorAt('reason') ? t('alerts.needsReason') : null}
      onClose={onClose}
      onSubmit={form.handleSubmit((body) => silence.mutate(body))}
    >
      <Field label={t('alerts.silenceFor')}>
        <Select
          value={form.values.hours}
          onChange={(hours) => form.set('hours', hours)}
          options={HOURS.map((value) => ({ value, label: format.duration(Number(value) * 3600_000) }))}
        />
      </Field>
      <Field label={t('alerts.reason')} hint={t('alerts.reasonHint')}>
        <Input autoComplete="off" maxLength={300} {...form.register('reason')} />
      </Field>
      <FormError message={silence.error?.message} />
    </FormDialog>
  )
}
