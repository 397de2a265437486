import { HTTP_METHODS, PayloadFormat, PutTrigger, type HttpMethod } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { functionQuery } from '../../../../../api/functions.ts'
import { isApiError } from '../../../../../api/error.ts'
import { type AccessDraft, accessOfDraft, draftOfAccess } from '../../../../../components/access/access-draft.ts'
import { AccessFields } from '../../../../../components/access/AccessFields.tsx'
import { refusalAt, useBodyForm } from '../../../../../components/useBodyForm.ts'
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

interface Fields {
  name: string
  methods: HttpMethod[]
  qualifier: string
  access: AccessDraft
  hosts: string
  origins: string
  payloadFormat: PayloadFormat
  respondAsync: boolean
}

export function HttpForm({ space, fn, trigger, onClose, onDone, onTheirs }: TriggerFormProps<'http'>) {
  const { t } = useTranslation()
  const details = useQuery(functionQuery(space, fn)).data
  const { register, set, handleSubmit, values, formState, isWrong, ...form } = useBodyForm<Fields, PutTrigger>({
    schema: PutTrigger,
    bodyOf,
    fields: {
      name: trigger?.name ?? '',
      methods: [...(trigger?.config.methods ?? HTTP_METHODS)],
      qualifier: trigger?.qualifier ?? details?.aliases[0]?.name ?? 'draft',
      access: draftOfAccess(trigger?.config ?? { auth: 'key' }),
      hosts: trigger?.config.hosts?.join('\n') ?? '',
      origins: trigger?.config.cors?.origins.join('\n') ?? '',
      payloadFormat: trigger?.config.payloadFormat ?? '2.0',
      respondAsync: trigger?.config.respondAsync ?? false,
    },
  })
  const { name, methods } = values
  const nameError = useNameError(space, fn, name, trigger === null)
  function bodyOf(fields: Fields) {
    return {
      type: 'http',
      qualifier: fields.qualifier,
      enabled: trigger?.enabled ?? true,
      config: {
        ...accessOfDraft(fields.access, trigger?.config),
        methods: fields.methods.length === HTTP_METHODS.length ? undefined : fields.methods,
        payloadFormat: fields.payloadFormat === '2.0' ? undefined : fields.payloadFormat,
        ...(fields.respondAsync && { respondAsync: true }),
        ...(fields.hosts.trim() !== '' && { hosts: linesOf(fields.hosts) }),
        ...(fields.origins.trim() !== '' && { cors: { ...trigger?.config.cors, origins: linesOf(fields.origins) } }),
      },
    }
  }
  const save = useSaveTrigger({
    space,
    fn,
    trigger,
    onDone,
    onTheirs,
    handles: (error) => isApiError(error) && error.fields.some(({ path }) => path.startsWith('config.')),
  })
  const problem =
    (name === '' && t('fn.triggers.needsName')) ||
    nameError ||
    (methods.length === 0 && t('fn.triggers.needsMethod')) ||
    (isWrong && t('common.fixFields'))
  const errorAt = (field: string) => refusalAt(save.error, `config.${field}`) ?? form.errorAt(`config.${field}`)
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!problem) void handleSubmit((body) => save.mutate({ name, body }))()
      }}
    >
      <div className="grid max-w-2xl gap-4 px-gutter py-4 wide:grid-cols-2">
        {!trigger && (
          <Field label={t('common.name')} error={nameError}>
            <NewNameInput placeholder="public" {...register('name')} />
          </Field>
        )}
        <TargetField space={space} fn={fn} value={values.qualifier} onChange={(next) => set('qualifier', next)} />
        <div className="grid gap-4 wide:col-span-2">
          <AccessFields
            value={values.access}
            onChange={(access) => set('access', access)}
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
        <Field label={t('fn.triggers.payloadFormat')} hint={t('fn.triggers.payloadFormatHint')}>
          <Select
            value={values.payloadFormat}
            onChange={(next) => set('payloadFormat', next)}
            options={PayloadFormat.options.map((value) => ({ value, label: value }))}
          />
        </Field>
        <div className="wide:col-span-2">
          <Checkbox checked={values.respondAsync} onChange={(next) => set('respondAsync', next)}>
            {t('fn.triggers.respondAsync')}
          </Checkbox>
        </div>
        <fieldset className="wide:col-span-2">
          <legend className="mb-1 text-sm font-medium text-fg-2">{t('fn.triggers.methods')}</legend>
          <div className="grid max-w-md grid-cols-4 gap-x-3">
            {HTTP_METHODS.map((method) => (
              <Checkbox
                key={method}
                checked={methods.includes(method)}
                onChange={(checked) =>
                  set(
                    'methods',
                    HTTP_METHODS.filter((other) => (other === method ? checked : methods.includes(other))),
                  )
                }
              >
                <span className="mono">{method}</span>
              </Checkbox>
            ))}
          </div>
        </fieldset>
      </div>
      <FormFooter
        name={trigger?.name ?? null}
        edited={formState.isDirty}
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
