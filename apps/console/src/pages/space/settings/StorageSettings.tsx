import { LIMITS, type Space } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { clsx } from 'clsx'
import { z } from 'zod'
import { ChangedDialog } from '../../../components/changed-meanwhile/ChangedDialog.tsx'
import { useSpaceSave } from '../../../components/changed-meanwhile/useSpaceSave.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useLiveForm } from '../../../components/useLiveForm.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import { Field, Input } from '../../../ui/Field.tsx'

const MIB = 1024 * 1024
const NEARLY = 0.8

const fieldsUpTo = (max: number) => z.object({ quota: z.number().int().min(LIMITS.storageMb.min).max(max) })
type Fields = z.infer<ReturnType<typeof fieldsUpTo>>

/** How much file storage the space uses, and its limit. */
export function StorageSettings({ space }: { space: Space }) {
  const { t } = useTranslation()
  const format = useFormat()
  const denied = useDenied(space)('spaces:write')
  const { quotaMb, usedMb } = space.storage
  // An administrator may have set more than the space's own admins could.
  const max = Math.max(space.storageMaxMb, quotaMb)
  const { register, handleSubmit, formState, values, reset } = useLiveForm<Fields>({
    resolver: zodResolver(fieldsUpTo(max)),
    defaultValues: { quota: quotaMb },
  })
  const { quota } = values
  const save = useSpaceSave<'storageMb'>({
    space,
    dirty: formState.isDirty,
    settings: ({ storage }) => ({ storageMb: storage.quotaMb }),
    show: ({ storageMb }) => reset({ quota: storageMb }),
    done: () => t('storage.saved'),
  })
  const share = usedMb / quotaMb
  const bad = formState.errors.quota !== undefined
  const limits = { min: format.number(LIMITS.storageMb.min), max: format.number(max) }
  return (
    <form
      noValidate
      className="grid max-w-[720px] gap-4 px-gutter"
      onSubmit={handleSubmit((fields) => save.mutate({ storageMb: fields.quota }))}
    >
      <div>
        <div
          role="meter"
          aria-label={t('storage.title')}
          aria-valuemin={0}
          aria-valuemax={quotaMb}
          aria-valuenow={Math.min(usedMb, quotaMb)}
          className="h-2 overflow-hidden rounded-tag bg-active"
        >
          <div
            className={clsx(
              'h-full min-w-px',
              share >= 1 ? 'bg-danger' : share >= NEARLY ? 'bg-(--o-timeout)' : 'bg-(--s1)',
            )}
            style={{ width: `${Math.min(1, share) * 100}%` }}
          />
        </div>
        <p className="num mt-1.5 flex flex-wrap items-baseline gap-x-3 text-fg-2">
          <span>{t('storage.used', { used: format.bytes(usedMb * MIB), quota: format.bytes(quotaMb * MIB) })}</span>
          {share >= 1 ? (
            <span className="text-danger">{t('storage.over')}</span>
          ) : (
            <span className="text-fg-3">
              {share >= NEARLY && t('storage.nearly')}{' '}
              {t('storage.free', { free: format.bytes(Math.max(0, quotaMb - usedMb) * MIB) })}
            </span>
          )}
          <span className="ml-auto text-sm text-fg-3 narrow:ml-0">{t('storage.measured')}</span>
        </p>
      </div>
      <div className="flex items-start gap-3">
        <Field
          className="w-44"
          label={t('storage.quota')}
          hint={quota < usedMb ? t('storage.belowUse') : t('storage.quotaHint', limits)}
          error={bad ? t('storage.bad', limits) : null}
        >
          <Input
            type="number"
            className="num"
            readOnly={denied !== null}
            {...register('quota', { valueAsNumber: true })}
          />
        </Field>
        <Button
          type="submit"
          className="mt-5 h-8! narrow:h-9!"
          pending={save.isPending}
          disabledReason={denied ?? (bad ? t('storage.bad', limits) : quota === quotaMb && t('common.nothingChanged'))}
        >
          {t('common.save')}
        </Button>
      </div>
      {save.conflict && <ChangedDialog name={space.name} conflict={save.conflict} pending={save.isPending} />}
    </form>
  )
}
