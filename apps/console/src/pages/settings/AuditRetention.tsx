import { AUDIT_DAYS, type Settings } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { z } from 'zod'
import { settingsQuery, updateSettings } from '../../api/settings.ts'
import { useChange } from '../../components/useChange.ts'
import { useLiveForm } from '../../components/useLiveForm.ts'
import { useTranslation } from '../../i18n/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Field, Input } from '../../ui/Field.tsx'

/** An empty field keeps entries for ever. */
const Fields = z.object({
  days: z.union([z.nan(), z.number().int().min(AUDIT_DAYS.min).max(AUDIT_DAYS.max)]),
})
type Fields = z.infer<typeof Fields>

/** How long entries of the audit are kept. */
export function AuditRetention({ settings }: { settings: Settings }) {
  const { t } = useTranslation()
  const { register, handleSubmit, formState, values } = useLiveForm<Fields>({
    resolver: zodResolver(Fields),
    defaultValues: { days: settings.auditDays ?? Number.NaN },
  })
  const save = useChange({
    run: ({ days }: Fields) => updateSettings({ auditDays: Number.isNaN(days) ? null : days }),
    invalidates: [settingsQuery.queryKey],
    done: () => t('settings.auditSaved'),
  })
  const bad = formState.errors.days !== undefined
  const wrong = t('settings.auditBad', AUDIT_DAYS)
  const unchanged = Object.is(values.days, settings.auditDays ?? Number.NaN)
  return (
    <form
      noValidate
      className="flex flex-wrap items-start gap-3"
      onSubmit={handleSubmit((fields) => save.mutate(fields))}
    >
      <Field
        className="w-44"
        label={t('settings.auditField')}
        hint={t('settings.auditHint')}
        error={bad ? wrong : null}
      >
        <Input type="number" className="num" {...register('days', { valueAsNumber: true })} />
      </Field>
      <Button
        type="submit"
        className="mt-5 h-8! narrow:h-9!"
        pending={save.isPending}
        disabledReason={bad ? wrong : unchanged && t('common.nothingChanged')}
      >
        {t('common.save')}
      </Button>
    </form>
  )
}
