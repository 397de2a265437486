import { LIMITS, RECORD_KINDS, Retention, type Space } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { ChangedDialog } from '../../../components/changed-meanwhile/ChangedDialog.tsx'
import { useSpaceSave } from '../../../components/changed-meanwhile/useSpaceSave.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useLiveForm } from '../../../components/useLiveForm.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'

/** For how many days the space keeps its records. */
export function RetentionSettings({ space }: { space: Space }) {
  const { t } = useTranslation()
  const format = useFormat()
  const denied = useDenied(space)('spaces:write')
  const [asked, setAsked] = useState<Retention | null>(null)
  const { register, handleSubmit, formState, values, reset } = useLiveForm<Retention>({
    resolver: zodResolver(Retention),
    defaultValues: space.retention,
  })
  const save = useSpaceSave<'retention'>({
    space,
    dirty: formState.isDirty,
    settings: ({ retention }) => ({ retention }),
    show: ({ retention }) => reset(retention),
    done: () => t('retention.saved'),
  })
  const limits = { min: LIMITS.retentionDays.min, max: format.number(LIMITS.retentionDays.max) }
  const unchanged = RECORD_KINDS.every((kind) => values[kind] === space.retention[kind])
  const bad = Object.keys(formState.errors).length > 0
  const shorter = (next: Retention) => RECORD_KINDS.filter((kind) => next[kind] < space.retention[kind])
  return (
    <form
      noValidate
      className="grid max-w-[720px] gap-4 px-gutter"
      // Deleted records do not come back: ask first.
      onSubmit={handleSubmit((next) => (shorter(next).length > 0 ? setAsked(next) : save.mutate({ retention: next })))}
    >
      <div className="flex flex-wrap items-start gap-3">
        {RECORD_KINDS.map((kind) => (
          <Field
            key={kind}
            className="w-36"
            label={t(`retention.${kind}`)}
            hint={t('retention.days')}
            error={formState.errors[kind] ? t('retention.bad', limits) : null}
          >
            <Input
              type="number"
              className="num"
              readOnly={denied !== null}
              {...register(kind, { valueAsNumber: true })}
            />
          </Field>
        ))}
        <Button
          type="submit"
          className="mt-5 h-8! narrow:h-9!"
          pending={save.isPending}
          disabledReason={denied ?? (bad ? t('retention.bad', limits) : unchanged && t('common.nothingChanged'))}
        >
          {t('common.save')}
        </Button>
      </div>
      {asked && (
        <FormDialog
          title={t('retention.shorten')}
          submit={t('retention.shortenYes')}
          variant="danger"
          onClose={() => setAsked(null)}
          onSubmit={() => {
            save.mutate({ retention: asked })
            setAsked(null)
          }}
        >
          <ul className="grid gap-1">
            {shorter(asked).map((kind) => (
              <li key={kind}>
                {t('retention.shortenWhat', { what: t(`retention.${kind}`), days: format.number(asked[kind]) })}
              </li>
            ))}
          </ul>
        </FormDialog>
      )}
      {save.conflict && <ChangedDialog name={space.name} conflict={save.conflict} pending={save.isPending} />}
    </form>
  )
}
