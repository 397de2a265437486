import { HTTP_METHODS, HttpMethod, HttpTriggerAuth, Name } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery } from '@tanstack/react-query'
import { Controller } from 'react-hook-form'
import { z } from 'zod'
import { functionKey, functionQuery } from '../../../../../api/functions.ts'
import { putTrigger } from '../../../../../api/triggers.ts'
import { useChange } from '../../../../../components/useChange.ts'
import { useLiveForm } from '../../../../../components/useLiveForm.ts'
import { useTranslation } from '../../../../../i18n/index.ts'
import { Checkbox } from '../../../../../ui/Checkbox.tsx'
import { Field, Input } from '../../../../../ui/Field.tsx'
import { Select } from '../../../../../ui/Select.tsx'
import { FormFooter } from '../../FormFooter.tsx'
import { TargetField } from '../../TargetField.tsx'
import { useNameError } from '../../useNameError.ts'
import type { TriggerFormProps } from '../kind.ts'

const AUTHS: readonly HttpTriggerAuth[] = ['none', 'key', 'space']

const Fields = z.object({
  name: Name,
  auth: HttpTriggerAuth,
  methods: z.array(HttpMethod).min(1),
  qualifier: z.string(),
})
type Fields = z.infer<typeof Fields>

export function HttpForm({ space, fn, trigger, onClose, onDone }: TriggerFormProps<'http'>) {
  const { t } = useTranslation()
  const details = useQuery(functionQuery(space, fn)).data
  const { register, control, handleSubmit, values } = useLiveForm<Fields>({
    resolver: zodResolver(Fields),
    defaultValues: {
      name: trigger?.name ?? '',
      auth: trigger?.config.auth ?? 'key',
      methods: [...(trigger?.config.methods ?? HTTP_METHODS)],
      qualifier: trigger?.qualifier ?? details?.aliases[0]?.name ?? 'draft',
    },
  })
  const { name, auth, methods } = values
  const nameError = useNameError(space, fn, name, trigger === null)
  const save = useChange({
    run: (fields: Fields) =>
      putTrigger(space, fn, fields.name, {
        type: 'http',
        qualifier: fields.qualifier,
        enabled: trigger?.enabled ?? true,
        config: {
          auth: fields.auth,
          methods: fields.methods.length === HTTP_METHODS.length ? undefined : fields.methods,
        },
      }),
    invalidates: [functionKey(space, fn)],
    done: (made) => t(trigger ? 'fn.triggers.saved' : 'fn.triggers.created', { name: made.name }),
    onDone: (made) => onDone(made.name),
  })
  const problem =
    (name === '' && t('fn.triggers.needsName')) || nameError || (methods.length === 0 && t('fn.triggers.needsMethod'))
  return (
    <form
      noValidate
      onSubmit={(event) => {
        if (problem) event.preventDefault()
        else void handleSubmit((fields) => save.mutate(fields))(event)
      }}
    >
      <div className="grid max-w-2xl gap-4 px-gutter py-4 wide:grid-cols-2">
        {!trigger && (
          <Field label={t('common.name')} error={nameError}>
            <Input mono placeholder="public" autoComplete="off" {...register('name')} />
          </Field>
        )}
        <Controller
          control={control}
          name="qualifier"
          render={({ field }) => <TargetField space={space} fn={fn} value={field.value} onChange={field.onChange} />}
        />
        <Field label={t('fn.triggers.auth')} hint={t(`fn.triggers.authHint.${auth}`)}>
          <Controller
            control={control}
            name="auth"
            render={({ field }) => (
              <Select
                value={field.value}
                onChange={field.onChange}
                options={AUTHS.map((value) => ({
                  value,
                  label: t(`fn.triggers.authName.${value}`),
                  hint: t(`fn.triggers.authHint.${value}`),
                }))}
              />
            )}
          />
        </Field>
        <fieldset className="wide:col-span-2">
          <legend className="mb-1 text-sm font-medium text-fg-2">{t('fn.triggers.methods')}</legend>
          <Controller
            control={control}
            name="methods"
            render={({ field }) => (
              <div className="grid max-w-md grid-cols-4 gap-x-3">
                {HTTP_METHODS.map((method) => (
                  <Checkbox
                    key={method}
                    checked={methods.includes(method)}
                    onChange={(checked) =>
                      field.onChange(
                        HTTP_METHODS.filter((other) => (other === method ? checked : methods.includes(other))),
                      )
                    }
                  >
                    <span className="mono">{method}</span>
                  </Checkbox>
                ))}
              </div>
            )}
          />
        </fieldset>
      </div>
      <FormFooter isNew={trigger === null} pending={save.isPending} problem={problem} onClose={onClose} />
    </form>
  )
}
