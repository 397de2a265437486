import { Controller, useForm } from 'react-hook-form'
import { addLogpoint, logpointsKey } from '../../../../api/logpoints.ts'
import { useChange } from '../../../../components/useChange.ts'
import { isApiError } from '../../../../api/error.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { Field, Input } from '../../../../ui/Field.tsx'
import { FormDialog } from '../../../../ui/FormDialog.tsx'
import { Select } from '../../../../ui/Select.tsx'

interface LogpointDialogProps {
  space: string
  fn: string
  version: number
  place: { file: string; line: number }
  onClose(): void
}

interface Fields {
  expression: string
  condition: string
  minutes: string
  hits: string
}

const MINUTES = ['1', '5', '10', '30', '60']
const HITS = ['10', '100', '1000', '10000']

/** Asks what a running version is to log at a line, and for how long. */
export function LogpointDialog({ space, fn, version, place, onClose }: LogpointDialogProps) {
  const { t } = useTranslation()
  const { register, control, handleSubmit, setError, formState } = useForm<Fields>({
    defaultValues: { expression: '', condition: '', minutes: '10', hits: '100' },
  })
  const add = useChange({
    run: ({ expression, condition, minutes, hits }: Fields) =>
      addLogpoint(space, fn, {
        version,
        ...place,
        expression,
        condition: condition.trim() === '' ? null : condition,
        minutes: Number(minutes),
        hits: Number(hits),
      }),
    invalidates: [logpointsKey(space, fn)],
    done: () => t('fn.logpoints.added'),
    onDone: onClose,
    handles: (error) => {
      const known = isApiError(error) ? (error.problem.errors ?? []) : []
      const mine = known.filter(({ path }) => path === 'expression' || path === 'condition')
      for (const { path, message } of mine) setError(path as keyof Fields, { message })
      return mine.length > 0
    },
  })
  const where = `${place.file}:${place.line}`
  return (
    <FormDialog
      onClose={onClose}
      title={t('fn.logpoints.addAt', { place: where })}
      description={t('fn.logpoints.hint', { version })}
      submit={t('fn.logpoints.add')}
      pending={add.isPending}
      onSubmit={handleSubmit((fields) => add.mutate(fields))}
    >
      <Field label={t('fn.logpoints.expression')} error={formState.errors.expression?.message}>
        <Input
          mono
          placeholder="order.total"
          {...register('expression', { required: t('fn.logpoints.needsExpression'), maxLength: 500 })}
        />
      </Field>
      <Field
        label={t('fn.logpoints.condition')}
        hint={t('common.optional')}
        error={formState.errors.condition?.message}
      >
        <Input mono placeholder="order.total > 100" {...register('condition', { maxLength: 500 })} />
      </Field>
      <div className="grid grid-cols-2 gap-3">
        {(
          [
            ['minutes', MINUTES],
            ['hits', HITS],
          ] as const
        ).map(([name, values]) => (
          <Controller
            key={name}
            control={control}
            name={name}
            render={({ field }) => (
              <Field label={t(`fn.logpoints.${name}`)}>
                <Select
                  value={field.value}
                  options={values.map((value) => ({ value, label: value }))}
                  onChange={field.onChange}
                />
              </Field>
            )}
          />
        ))}
      </div>
    </FormDialog>
  )
}
