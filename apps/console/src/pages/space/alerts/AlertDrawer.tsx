import { PutAlert, type Alert, type Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { BellOff, BellRing, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { alertsKey, alertTargetsQuery, deleteAlert, endSilence, getAlert, putAlert } from '../../../api/alerts.ts'
import { isApiError } from '../../../api/error.ts'
import { ChangedDialog } from '../../../components/changed-meanwhile/ChangedDialog.tsx'
import { useBodyForm } from '../../../components/useBodyForm.ts'
import { useGuardedSave } from '../../../components/changed-meanwhile/useGuardedSave.ts'
import { UnsavedGuard } from '../../../components/UnsavedGuard.tsx'
import { useNewNameError } from '../../../components/useNewNameError.ts'
import { useChange } from '../../../components/useChange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import { ConfirmByName } from '../../../ui/ConfirmByName.tsx'
import { Drawer } from '../../../ui/Drawer.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Marker } from '../../../ui/StatusMark.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { Time } from '../../../ui/Time.tsx'
import { AlertFields } from './AlertFields.tsx'
import { draftOf, Rule, ruleOf } from './alert-draft.ts'
import { History } from './History.tsx'
import { Preview } from './Preview.tsx'
import { SilenceDialog } from './SilenceDialog.tsx'
import { LOOK, shownStateOf } from './stateLook.ts'

interface AlertDrawerProps {
  space: Space
  /** Null: a new one. */
  alert: Alert | null
  /** The names of all alerts. */
  names: readonly string[]
  onClose(): void
  onSaved(name: string): void
}

/** A rule in words that can be changed, what it would have done, and what it did. */
export function AlertDrawer({ space, alert, names, onClose, onSaved }: AlertDrawerProps) {
  const { t } = useTranslation()
  const form = useBodyForm({ fields: draftOf(alert), schema: Rule, bodyOf: ruleOf })
  const { values, reset, isWrong } = form
  const { isDirty: edited } = form.formState
  const [deleting, setDeleting] = useState(false)
  const denied = useDenied(space)('triggers:write')
  const targets = useQuery(alertTargetsQuery(space.name)).data?.items ?? []
  const invalidates = [alertsKey(space.name)]
  const save = useGuardedSave({
    item: alert,
    run: (rule: PutAlert, seen) => putAlert(space.name, alert?.name ?? values.name, rule, seen),
    read: () => getAlert(space.name, alert!.name),
    settings: (of) => ruleOf(draftOf(of)),
    typed: (rule) => rule,
    onTheirs: (theirs) => (theirs ? reset(draftOf(theirs)) : onClose()),
    invalidates,
    done: ({ name }) => t(alert ? 'alerts.saved' : 'alerts.created', { name }),
    onDone: (saved) => {
      reset(draftOf(saved))
      onSaved(saved.name)
    },
    handles: (error) =>
      isApiError(error) && error.fields.some(({ path }) => path === 'q' || path === 'condition.function'),
  })
  const remove = useChange({
    run: () => deleteAlert(space.name, alert!.name),
    invalidates,
    done: () => t('alerts.deleted', { name: alert!.name }),
    onDone: onClose,
  })
  const wrongName = useNewNameError({ name: values.name, taken: names, takenText: t('alerts.taken') })
  const nameError = alert === null ? wrongName : null
  const problem =
    denied ??
    nameError ??
    (values.name === '' ? t('alerts.needsName') : null) ??
    (isWrong ? t('common.fixFields') : null)
  const state = alert && shownStateOf(alert)
  return (
    <Drawer
      label={t('alerts.editor')}
      onClose={onClose}
      title={
        <>
          {state && <Marker {...LOOK[state]} />}
          <h2 className="cut text-alias font-heading">{alert?.name ?? t('alerts.new')}</h2>
          {alert && state && (
            <span className={`text-sm whitespace-nowrap ${LOOK[state].text}`}>
              {t(`alerts.states.${state}`)} <Time at={alert.since} />
            </span>
          )}
          {alert && edited && <Tag tone="warning">{t('alerts.edited')}</Tag>}
        </>
      }
      actions={
        alert && (
          <IconButton
            size="sm"
            label={t('alerts.delete')}
            disabledReason={denied}
            icon={<Trash2 size={15} />}
            onClick={() => setDeleting(true)}
          />
        )
      }
    >
      {alert && <AlertNotices space={space} alert={alert} />}
      <form
        noValidate
        className="bg-inherit"
        onSubmit={(event) => {
          event.preventDefault()
          if (!problem) void form.handleSubmit((rule) => save.mutate(rule))()
        }}
      >
        <div className="grid gap-4 px-gutter pt-3 pb-4">
          <AlertFields
            space={space.name}
            form={form}
            isNew={!alert}
            nameError={nameError}
            targets={targets}
            refused={save.error}
          />
        </div>
        <Preview space={space.name} rule={Rule.safeParse(ruleOf(values)).data ?? null} />
        <div className="sticky bottom-0 z-1 flex items-center gap-2 border-t border-line bg-inherit px-gutter py-3">
          <Button
            variant="primary"
            type="submit"
            pending={save.isPending}
            disabledReason={problem ?? (alert && !edited && t('common.nothingChanged'))}
          >
            {t(alert ? 'alerts.save' : 'alerts.create')}
          </Button>
          {edited && alert && <Button onClick={() => reset(draftOf(save.base))}>{t('common.undo')}</Button>}
          {edited && alert?.state === 'firing' && <span className="text-sm text-fg-3">{t('alerts.keepsFiring')}</span>}
        </div>
      </form>
      {alert && save.conflict && <ChangedDialog name={alert.name} conflict={save.conflict} pending={save.isPending} />}
      <UnsavedGuard unsaved={edited && !save.isPending && !remove.isPending} param="alert">
        <p className="wrap-anywhere">{values.name || t('alerts.new')}</p>
      </UnsavedGuard>
      {alert && <History space={space.name} alert={alert} />}
      {alert && (
        <ConfirmByName
          open={deleting}
          onClose={() => setDeleting(false)}
          onConfirm={() => remove.mutate(undefined)}
          pending={remove.isPending}
          title={t('alerts.deleteTitle', { name: alert.name })}
          name={alert.name}
          losses={[t('alerts.deleteLoss')]}
        />
      )}
    </Drawer>
  )
}

/** What to know of its state, and how to silence it. */
function AlertNotices({ space, alert }: { space: Space; alert: Alert }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [silencing, setSilencing] = useState(false)
  const denied = useDenied(space)('triggers:write')
  const { silence, trouble } = alert
  const end = useChange({
    run: () => endSilence(space.name, alert.name),
    invalidates: [alertsKey(space.name)],
    done: () => t('alerts.silenceEnded'),
  })
  return (
    <>
      {trouble !== null && (
        <Notice icon={<BellOff size={15} />} title={t('alerts.trouble')}>
          {trouble}
        </Notice>
      )}
      {silence ? (
        <Notice
          tone="info"
          icon={<BellOff size={15} />}
          title={t('alerts.silencedUntil', { until: format.dateTime(silence.until) })}
          actions={
            <Button size="sm" disabledReason={denied} pending={end.isPending} onClick={() => end.mutate(undefined)}>
              {t('alerts.endSilence')}
            </Button>
          }
        >
          {t('alerts.silencedBy', { by: silence.by, reason: silence.reason })}
        </Notice>
      ) : (
        <div className="border-b border-line px-gutter py-2">
          <Button size="sm" icon={<BellRing size={14} />} disabledReason={denied} onClick={() => setSilencing(true)}>
            {t('alerts.silence')}
          </Button>
        </div>
      )}
      {silencing && <SilenceDialog space={space.name} alert={alert.name} onClose={() => setSilencing(false)} />}
    </>
  )
}
