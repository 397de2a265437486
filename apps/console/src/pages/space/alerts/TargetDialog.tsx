import { PutAlertTarget, type AlertTarget, type SavedAlertTarget } from '@alcove/contract'
import { alertsKey, getAlertTarget, putAlertTarget } from '../../../api/alerts.ts'
import { functionsQuery } from '../../../api/functions.ts'
import { isApiError } from '../../../api/error.ts'
import { ChangedDialog } from '../../../components/changed-meanwhile/ChangedDialog.tsx'
import { useGuardedSave } from '../../../components/changed-meanwhile/useGuardedSave.ts'
import { FormError } from '../../../components/FormError.tsx'
import { useBodyForm } from '../../../components/useBodyForm.ts'
import { ShownOnce } from '../../../components/ShownOnce.tsx'
import { useNewNameError } from '../../../components/useNewNameError.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { Field, Input, Textarea } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { Select } from '../../../ui/Select.tsx'

interface TargetDialogProps {
  space: string
  /** Null: a new one. */
  target: AlertTarget | null
  names: readonly string[]
  /** Whether the installation sends e-mail. */
  mail: boolean
  onClose(): void
}

const TYPES = ['webhook', 'email', 'function'] as const

export function TargetDialog({ space, target, names, mail, onClose }: TargetDialogProps) {
  const { t } = useTranslation()
  const form = useBodyForm({ fields: draftOf(target), schema: PutAlertTarget, bodyOf: settingsOf })
  const { register, set, reset, values: draft, errorAt } = form
  const functions = useWholeList(functionsQuery(space)).data ?? []
  const save = useGuardedSave<PutAlertTarget, AlertTarget, SavedAlertTarget>({
    item: target,
    run: (settings, seen) => putAlertTarget(space, draft.name, settings, seen),
    read: () => getAlertTarget(space, target!.name),
    settings: (of) => settingsOf(draftOf(of)),
    typed: (settings) => settings,
    onTheirs: (theirs) => (theirs ? reset(draftOf(theirs)) : onClose()),
    invalidates: [alertsKey(space)],
    done: ({ name }) => t('alerts.targetSaved', { name }),
    onDone: ({ secret }) => {
      if (secret === undefined) onClose()
    },
    handles: () => true,
  })
  const wrongName = useNewNameError({ name: draft.name, taken: names, takenText: t('alerts.targetTaken') })
  const nameError = target === null ? wrongName : null
  const problem = nameError ?? (draft.name === '' ? t('alerts.needsName') : problemOf())
  const secret = save.data?.secret
  function problemOf(): string | null {
    if (draft.type === 'email' && !mail) return t('alerts.noMail')
    if (!form.isWrong) return null
    return t(
      ({ webhook: 'alerts.wrongUrl', email: 'alerts.wrongTo', function: 'alerts.needsFunction' } as const)[draft.type],
    )
  }
  if (secret !== undefined) {
    return (
      <FormDialog title={t('alerts.secret')} submit={t('common.close')} onClose={onClose} onSubmit={onClose}>
        <ShownOnce label={t('alerts.secret')} text={secret} warning={t('alerts.secretHint')} />
      </FormDialog>
    )
  }
  return (
    <FormDialog
      title={target ? t('alerts.editTarget', { name: target.name }) : t('alerts.addTarget')}
      submit={t('common.save')}
      pending={save.isPending}
      disabledReason={problem}
      onClose={onClose}
      onSubmit={form.handleSubmit((settings) => save.mutate(settings))}
    >
      <Segmented
        label={t('alerts.targetType')}
        value={draft.type}
        onChange={(type) => set('type', type)}
        options={TYPES.map((type) => ({ value: type, label: t(`alerts.types.${type}`) }))}
      />
      {target === null && (
        <Field label={t('common.name')} error={nameError}>
          <Input mono autoComplete="off" placeholder="ops-chat" {...register('name')} />
        </Field>
      )}
      {draft.type === 'webhook' && (
        <>
          <Field label={t('alerts.url')} hint={t('alerts.urlHint')} error={draft.url === '' ? null : errorAt('url')}>
            <Input mono autoComplete="off" placeholder="https://ops.example/hooks/alerts" {...register('url')} />
          </Field>
          <Checkbox checked={draft.slack} onChange={(slack) => set('slack', slack)}>
            {t('alerts.slackShape')}
          </Checkbox>
        </>
      )}
      {draft.type === 'email' && (
        <Field label={t('alerts.to')} hint={mail ? t('alerts.toHint') : t('alerts.noMail')}>
          <Textarea mono rows={3} placeholder="oncall@example.com" {...register('to')} />
        </Field>
      )}
      {draft.type === 'function' && (
        <div className="grid grid-cols-2 gap-3">
          <Field label={t('alerts.function')} hint={t('alerts.functionHint')}>
            <Select
              value={draft.function}
              onChange={(fn) => set('function', fn)}
              options={functions.map(({ name }) => ({ value: name, label: name }))}
            />
          </Field>
          <Field label={t('alerts.qualifier')} error={errorAt('qualifier')}>
            <Input mono {...register('qualifier')} />
          </Field>
        </div>
      )}
      <FormError message={isApiError(save.error, 'PreconditionFailed') ? undefined : save.error?.message} />
      {target && save.conflict && (
        <ChangedDialog name={target.name} conflict={save.conflict} pending={save.isPending} />
      )}
    </FormDialog>
  )
}

interface Draft {
  name: string
  type: (typeof TYPES)[number]
  url: string
  slack: boolean
  to: string
  function: string
  qualifier: string
}

function draftOf(target: AlertTarget | null): Draft {
  const settings = target?.settings
  return {
    name: target?.name ?? '',
    type: settings?.type ?? 'webhook',
    url: settings?.type === 'webhook' ? settings.url : '',
    slack: settings?.type === 'webhook' && settings.shape === 'slack',
    to: settings?.type === 'email' ? settings.to.join('\n') : '',
    function: settings?.type === 'function' ? settings.function : '',
    qualifier: settings?.type === 'function' ? settings.qualifier : 'draft',
  }
}

const addressesIn = (text: string) => text.split(/[\s,;]+/).filter((address) => address !== '')

function settingsOf({ type, url, slack, to, function: fn, qualifier }: Draft): PutAlertTarget {
  switch (type) {
    case 'webhook':
      return { type, url: url.trim(), shape: slack ? 'slack' : 'generic' }
    case 'email':
      return { type, to: addressesIn(to) }
    case 'function':
      return { type, function: fn, qualifier: qualifier.trim() }
  }
}
