import { HTTP_METHODS, HttpMethod, HttpTriggerAuth, Name, type Trigger } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery } from '@tanstack/react-query'
import { Controller } from 'react-hook-form'
import { z } from 'zod'
import { functionKey, functionQuery } from '../../../api/functions.ts'
import { putTrigger, triggersQuery } from '../../../api/triggers.ts'
import { useChange } from '../../../components/useChange.ts'
import { useLiveForm } from '../../../components/useLiveForm.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Field, Input } from '../../../ui/Field.tsx'
import { Select } from '../../../ui/Select.tsx'
import { useWholeList } from '../../../components/useWholeList.ts'

interface TriggerDialogProps {
  space: string
  fn: string
  /** null: a new one. */
  trigger: Trigger | null
  onClose(): void
  onDone(name: string): void
}

const AUTHS: readonly HttpTriggerAuth[] = ['none', 'key', 'space']

const Fields = z.object({
  name: Name,
  auth: HttpTriggerAuth,
  methods: z.array(HttpMethod).min(1),
  qualifier: z.string(),
})
type Fields = z.infer<typeof Fields>

export function TriggerDialog({ space, fn, trigger, onClose, onDone }: TriggerDialogProps) {
  const { t } = useTranslation()
  const details = useQuery(functionQuery(space, fn)).data
  const names = useWholeList(triggersQuery(space, fn)).data?.map(({ name }) => name) ?? []
  const { register, control, handleSubmit, formState, values } = useLiveForm<Fields>({
    resolver: zodResolver(Fields),
    defaultValues: {
      name: trigger?.name ?? '',
      auth: trigger?.config.auth ?? 'key',
      methods: [...(trigger?.config.methods ?? HTTP_METHODS)],
      qualifier: trigger?.qualifier ?? details?.aliases[0]?.name ?? 'draft',
    },
  })
  const { name, auth, methods, qualifier } = values
  const nameError =
    name === ''
      ? null
      : formState.errors.name
        ? t('fn.create.badName')
        : !trigger && names.includes(name)
          ? t('fn.triggers.taken')
          : null
  const qualifiers = [
    ...(details?.aliases.map((alias) => ({
      value: alias.name,
      label: alias.name,
      hint: t('fn.triggers.aliasHint', { version: alias.version }),
    })) ?? []),
    ...(details?.latestVersion
      ? [
          {
            value: String(details.latestVersion),
            label: `v${details.latestVersion}`,
            hint: t('fn.triggers.versionHint'),
          },
        ]
      : []),
    { value: 'draft', label: t('fn.versions.draft'), hint: t('fn.triggers.draftHint') },
  ]
  const known = qualifiers.some(({ value }) => value === qualifier)
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
    onDone: (made) => {
      onDone(made.name)
      onClose()
    },
  })
  return (
    <FormDialog
      onClose={onClose}
      title={trigger ? t('fn.triggers.editTitle', { name: trigger.name }) : t('fn.triggers.new')}
      description={t('fn.triggers.httpExplained')}
      submit={trigger ? t('common.save') : t('fn.triggers.create')}
      pending={save.isPending}
      disabledReason={
        (name === '' && t('fn.triggers.needsName')) ||
        nameError ||
        (methods.length === 0 && t('fn.triggers.needsMethod'))
      }
      onSubmit={handleSubmit((fields) => save.mutate(fields))}
    >
      {!trigger && (
        <Field label={t('common.name')} error={nameError}>
          <Input mono placeholder="public" autoComplete="off" {...register('name')} />
        </Field>
      )}
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
      <Field
        label={t('fn.triggers.target')}
        hint={qualifier === 'draft' ? t('fn.triggers.draftHint') : t('fn.triggers.targetHint')}
      >
        <Controller
          control={control}
          name="qualifier"
          render={({ field }) => (
            <Select
              value={field.value}
              onChange={field.onChange}
              options={known ? qualifiers : [{ value: qualifier, label: qualifier, hint: undefined }, ...qualifiers]}
            />
          )}
        />
      </Field>
      <fieldset>
        <legend className="mb-1 text-sm font-medium text-fg-2">{t('fn.triggers.methods')}</legend>
        <Controller
          control={control}
          name="methods"
          render={({ field }) => (
            <div className="grid grid-cols-4 gap-x-3">
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
    </FormDialog>
  )
}
