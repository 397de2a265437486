import { AUDIT_DAYS, type Settings } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { z } from 'zod'
import { getSettings, settingsQuery, updateSettings } from '../../api/settings.ts'
import { ChangedDialog } from '../../components/changed-meanwhile/ChangedDialog.tsx'
import { useGuardedSave } from '../../components/changed-meanwhile/useGuardedSave.ts'
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
  const { register, handleSubmit, formState, values, reset } = useLiveForm<Fields>({
    resolver: zodResolver(Fields),
    defaultValues: fieldsOf(settings),
  })
  const save = useGuardedSave<Pick<Settings, 'auditDays'>, Settings>({
    item: settings,
    partial: true,
    run: updateSettings,
    read: getSettings,
    settings: ({ auditDays }) => ({ auditDays }),
    typed: (typed) => typed,
    onTheirs: (theirs) => theirs && reset(fieldsOf(theirs)),
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
      onSubmit={handleSubmit(({ days }) => save.mutate({ auditDays: Number.isNaN(days) ? null : days }))}
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
      {save.conflict && (
        <ChangedDialog name={t('settings.auditField')} conflict={save.conflict} pending={save.isPending} />
      )}
    </form>
  )
}

const fieldsOf = ({ auditDays }: Settings): Fields => ({ days: auditDays ?? Number.NaN })
