import { HTTP_METHODS, type HttpAuth, type HttpMethod, Name, type Trigger } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { functionKey, functionQuery } from '../../../api/functions.ts'
import { putTrigger, triggersQuery } from '../../../api/triggers.ts'
import { useChange } from '../../../components/useChange.ts'
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

const AUTHS: readonly HttpAuth[] = ['none', 'key', 'space']

export function TriggerDialog({ space, fn, trigger, onClose, onDone }: TriggerDialogProps) {
  const { t } = useTranslation()
  const details = useQuery(functionQuery(space, fn)).data
  const names = useWholeList(triggersQuery(space, fn)).data?.map(({ name }) => name) ?? []
  const [name, setName] = useState(trigger?.name ?? '')
  const [auth, setAuth] = useState<HttpAuth>(trigger?.config.auth ?? 'key')
  const [methods, setMethods] = useState<readonly HttpMethod[]>(trigger?.config.methods ?? HTTP_METHODS)
  const [qualifier, setQualifier] = useState(trigger?.qualifier ?? details?.aliases[0]?.name ?? 'draft')
  const nameError =
    name === ''
      ? null
      : !Name.safeParse(name).success
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
    run: () =>
      putTrigger(space, fn, name, {
        type: 'http',
        qualifier,
        enabled: trigger?.enabled ?? true,
        config: { auth, methods: methods.length === HTTP_METHODS.length ? undefined : [...methods] },
      }),
    invalidates: [functionKey(space, fn)],
    done: () => (trigger ? t('fn.triggers.saved', { name }) : t('fn.triggers.created', { name })),
    onDone: () => {
      onDone(name)
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
      onSubmit={() => save.mutate(undefined)}
    >
      {!trigger && (
        <Field label={t('common.name')} error={nameError}>
          <Input
            mono
            value={name}
            placeholder="public"
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
      )}
      <Field label={t('fn.triggers.auth')} hint={t(`fn.triggers.authHint.${auth}`)}>
        <Select
          value={auth}
          onChange={setAuth}
          options={AUTHS.map((value) => ({
            value,
            label: t(`fn.triggers.authName.${value}`),
            hint: t(`fn.triggers.authHint.${value}`),
          }))}
        />
      </Field>
      <Field
        label={t('fn.triggers.target')}
        hint={qualifier === 'draft' ? t('fn.triggers.draftHint') : t('fn.triggers.targetHint')}
      >
        <Select
          value={qualifier}
          onChange={setQualifier}
          options={known ? qualifiers : [{ value: qualifier, label: qualifier, hint: undefined }, ...qualifiers]}
        />
      </Field>
      <fieldset>
        <legend className="mb-1 text-sm font-medium text-fg-2">{t('fn.triggers.methods')}</legend>
        <div className="grid grid-cols-4 gap-x-3">
          {HTTP_METHODS.map((method) => (
            <Checkbox
              key={method}
              checked={methods.includes(method)}
              onChange={(checked) =>
                setMethods(HTTP_METHODS.filter((other) => (other === method ? checked : methods.includes(other))))
              }
            >
              <span className="mono">{method}</span>
            </Checkbox>
          ))}
        </div>
      </fieldset>
    </FormDialog>
  )
}
