import { HTTP_METHODS, HttpMethod, Name, PayloadFormat, type HttpTriggerConfig } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Controller } from 'react-hook-form'
import { z } from 'zod'
import { functionQuery } from '../../../../../api/functions.ts'
import { isApiError } from '../../../../../api/error.ts'
import { accessOfDraft, draftOfAccess } from '../../../../../components/access/access-draft.ts'
import { AccessFields } from '../../../../../components/access/AccessFields.tsx'
import { useLiveForm } from '../../../../../components/useLiveForm.ts'
import { useTranslation } from '../../../../../i18n/index.ts'
import { Checkbox } from '../../../../../ui/Checkbox.tsx'
import { Field, Textarea } from '../../../../../ui/Field.tsx'
import { NewNameInput } from '../../../../../ui/NewNameInput.tsx'
import { Select } from '../../../../../ui/Select.tsx'
import { FormFooter } from '../../FormFooter.tsx'
import { TargetField } from '../../TargetField.tsx'
import { useNameError } from '../../useNameError.ts'
import { useSaveTrigger } from '../../useSaveTrigger.ts'
import type { TriggerFormProps } from '../kind.ts'

const Fields = z.object({
  name: Name,
  methods: z.array(HttpMethod).min(1),
  qualifier: z.string(),
  hosts: z.string(),
  origins: z.string(),
  payloadFormat: PayloadFormat,
  respondAsync: z.boolean(),
})
type Fields = z.infer<typeof Fields>

export function HttpForm({ space, fn, trigger, onClose, onDone, onTheirs }: TriggerFormProps<'http'>) {
  const { t } = useTranslation()
  const details = useQuery(functionQuery(space, fn)).data
  const { register, control, handleSubmit, values, formState } = useLiveForm<Fields>({
    resolver: zodResolver(Fields),
    defaultValues: {
      name: trigger?.name ?? '',
      methods: [...(trigger?.config.methods ?? HTTP_METHODS)],
      qualifier: trigger?.qualifier ?? details?.aliases[0]?.name ?? 'draft',
      hosts: trigger?.config.hosts?.join('\n') ?? '',
      origins: trigger?.config.cors?.origins.join('\n') ?? '',
      payloadFormat: trigger?.config.payloadFormat ?? '2.0',
      respondAsync: trigger?.config.respondAsync ?? false,
    },
  })
  const { name, methods } = values
  const [stored] = useState(() => draftOfAccess(trigger?.config ?? { auth: 'key' }))
  const [access, setAccess] = useState(stored)
  const nameError = useNameError(space, fn, name, trigger === null)
  const bodyOf = (fields: Fields) => ({
    type: 'http' as const,
    qualifier: fields.qualifier,
    enabled: trigger?.enabled ?? true,
    config: {
      ...accessOfDraft(access, trigger?.config),
      methods: fields.methods.length === HTTP_METHODS.length ? undefined : fields.methods,
      payloadFormat: fields.payloadFormat === '2.0' ? undefined : fields.payloadFormat,
      ...(fields.respondAsync && { respondAsync: true }),
      ...(fields.hosts.trim() !== '' && { hosts: linesOf(fields.hosts) }),
      ...(fields.origins.trim() !== '' && { cors: { ...trigger?.config.cors, origins: linesOf(fields.origins) } }),
    } as HttpTriggerConfig,
  })
  const save = useSaveTrigger({
    space,
    fn,
    trigger,
    onDone,
    onTheirs,
    handles: (error) => isApiError(error) && error.fields.some(({ path }) => path.startsWith('config.')),
  })
  const problem =
    (name === '' && t('fn.triggers.needsName')) || nameError || (methods.length === 0 && t('fn.triggers.needsMethod'))
  const failed = isApiError(save.error) ? save.error.fields : []
  const errorAt = (path: string) => failed.find((field) => field.path === `config.${path}`)?.message
  return (
    <form
      noValidate
      onSubmit={(event) => {
        if (problem) event.preventDefault()
        else void handleSubmit((fields) => save.mutate({ name: fields.name, body: bodyOf(fields) }))(event)
      }}
    >
      <div className="grid max-w-2xl gap-4 px-gutter py-4 wide:grid-cols-2">
        {!trigger && (
          <Field label={t('common.name')} error={nameError}>
            <NewNameInput placeholder="public" {...register('name')} />
          </Field>
        )}
        <Controller
          control={control}
          name="qualifier"
          render={({ field }) => <TargetField space={space} fn={fn} value={field.value} onChange={field.onChange} />}
        />
        <div className="grid gap-4 wide:col-span-2">
          <AccessFields
            value={access}
            onChange={setAccess}
            hasSecret={trigger?.config.hmac !== undefined}
            errorAt={errorAt}
          />
        </div>
        <Field
          label={t('callers.hosts')}
          hint={t('callers.hostsHint')}
          error={errorAt('hosts.0') ?? errorAt('hosts.1')}
        >
          <Textarea mono rows={2} placeholder="hooks.example.org" {...register('hosts')} />
        </Field>
        <Field label={t('gateway.origins')} hint={t('gateway.originsHint')} error={errorAt('cors.origins.0')}>
          <Textarea mono rows={2} {...register('origins')} />
        </Field>
        <Controller
          control={control}
          name="payloadFormat"
          render={({ field }) => (
            <Field label={t('fn.triggers.payloadFormat')} hint={t('fn.triggers.payloadFormatHint')}>
              <Select
                value={field.value}
                onChange={field.onChange}
                options={PayloadFormat.options.map((value) => ({ value, label: value }))}
              />
            </Field>
          )}
        />
        <div className="wide:col-span-2">
          <Controller
            control={control}
            name="respondAsync"
            render={({ field }) => (
              <Checkbox checked={field.value} onChange={field.onChange}>
                {t('fn.triggers.respondAsync')}
              </Checkbox>
            )}
          />
        </div>
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
      <FormFooter
        name={trigger?.name ?? null}
        edited={formState.isDirty || JSON.stringify(access) !== JSON.stringify(stored)}
        save={save}
        problem={problem}
        onClose={onClose}
      />
    </form>
  )
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
