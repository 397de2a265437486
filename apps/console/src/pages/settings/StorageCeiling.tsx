import { LIMITS, type Settings } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { z } from 'zod'
import { getSettings, settingsQuery, updateSettings } from '../../api/settings.ts'
import { ChangedDialog } from '../../components/changed-meanwhile/ChangedDialog.tsx'
import { useGuardedSave } from '../../components/changed-meanwhile/useGuardedSave.ts'
import { useLiveForm } from '../../components/useLiveForm.ts'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { Button } from '../../ui/Button.tsx'
import { Field, Input } from '../../ui/Field.tsx'

const fieldsUpTo = (max: number) => z.object({ most: z.number().int().min(LIMITS.storageMb.min).max(max) })
type Fields = z.infer<ReturnType<typeof fieldsUpTo>>

/** How much storage the admins of a space may give it. */
export function StorageCeiling({ settings }: { settings: Settings }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { spaceStorageMaxMb: saved, storageDiskMb } = settings
  const max = Math.min(LIMITS.storageMb.max, storageDiskMb)
  const { register, handleSubmit, formState, values, reset } = useLiveForm<Fields>({
    resolver: zodResolver(fieldsUpTo(max)),
    defaultValues: { most: saved },
  })
  const save = useGuardedSave<Pick<Settings, 'spaceStorageMaxMb'>, Settings>({
    item: settings,
    partial: true,
    run: updateSettings,
    read: getSettings,
    settings: ({ spaceStorageMaxMb }) => ({ spaceStorageMaxMb }),
    typed: (typed) => typed,
    onTheirs: (theirs) => theirs && reset({ most: theirs.spaceStorageMaxMb }),
    invalidates: [settingsQuery.queryKey, ['space']],
    done: () => t('settings.ceilingSaved'),
  })
  const bad = formState.errors.most !== undefined
  const wrong = t('settings.ceilingBad', { min: format.number(LIMITS.storageMb.min), max: format.number(max) })
  return (
    <form
      noValidate
      className="flex flex-wrap items-start gap-3"
      onSubmit={handleSubmit(({ most }) => save.mutate({ spaceStorageMaxMb: most }))}
    >
      <Field
        className="w-44"
        label={t('settings.ceilingField')}
        hint={t('settings.ceilingHint', { disk: format.number(storageDiskMb) })}
        error={bad ? wrong : null}
      >
        <Input type="number" className="num" {...register('most', { valueAsNumber: true })} />
      </Field>
      <Button
        type="submit"
        className="mt-5 h-8! narrow:h-9!"
        pending={save.isPending}
        disabledReason={bad ? wrong : values.most === saved && t('common.nothingChanged')}
      >
        {t('common.save')}
      </Button>
      {save.conflict && (
        <ChangedDialog name={t('settings.ceilingField')} conflict={save.conflict} pending={save.isPending} />
      )}
    </form>
  )
}
