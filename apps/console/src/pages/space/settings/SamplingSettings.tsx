import { SpanSampling, type Space } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { ChangedDialog } from '../../../components/changed-meanwhile/ChangedDialog.tsx'
import { useSpaceSave } from '../../../components/changed-meanwhile/useSpaceSave.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useLiveForm } from '../../../components/useLiveForm.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { Field, Input } from '../../../ui/Field.tsx'

const FIELDS = ['perSecond', 'slowMs'] as const

/** Which calls of the space keep their spans. */
export function SamplingSettings({ space }: { space: Space }) {
  const { t } = useTranslation()
  const denied = useDenied(space)('spaces:write')
  const { register, handleSubmit, formState, values, reset } = useLiveForm<SpanSampling>({
    resolver: zodResolver(SpanSampling),
    defaultValues: space.spanSampling,
  })
  const save = useSpaceSave<'spanSampling'>({
    space,
    dirty: formState.isDirty,
    settings: ({ spanSampling }) => ({ spanSampling }),
    show: ({ spanSampling }) => reset(spanSampling),
    done: () => t('traces.sampling.saved'),
  })
  const unchanged = FIELDS.every((field) => values[field] === space.spanSampling[field])
  const bad = FIELDS.find((field) => formState.errors[field])
  return (
    <form
      noValidate
      className="flex flex-wrap items-start gap-3 px-gutter"
      onSubmit={handleSubmit((next) => save.mutate({ spanSampling: next }))}
    >
      {FIELDS.map((field) => (
        <Field
          key={field}
          className="w-56"
          label={t(`traces.sampling.${field}`)}
          hint={t(`traces.sampling.hint.${field}`)}
          error={formState.errors[field] ? t(`traces.sampling.bad.${field}`) : null}
        >
          <Input
            type="number"
            className="num"
            readOnly={denied !== null}
            {...register(field, { valueAsNumber: true })}
          />
        </Field>
      ))}
      <Button
        type="submit"
        className="mt-5 h-8! narrow:h-9!"
        pending={save.isPending}
        disabledReason={
          denied ?? (bad ? t(`traces.sampling.bad.${bad}`) : unchanged ? t('common.nothingChanged') : null)
        }
      >
        {t('common.save')}
      </Button>
      {save.conflict && <ChangedDialog name={space.name} conflict={save.conflict} pending={save.isPending} />}
    </form>
  )
}
