import type { AlertTarget, AlertTest, Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Mail, Pencil, Plus, SquareFunction, Trash2, Webhook } from 'lucide-react'
import { useState } from 'react'
import { alertsKey, alertTargetsQuery, deleteAlertTarget, testAlertTarget } from '../../../api/alerts.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { useChange } from '../../../components/useChange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { said as translated } from '../../../i18n/said.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Section } from '../../../ui/Section.tsx'
import { Time } from '../../../ui/Time.tsx'
import { TargetDialog } from './TargetDialog.tsx'

const ICONS = { webhook: Webhook, email: Mail, function: SquareFunction } as const

/** Whom alerts notify, each with a button that sends a test message. */
export function Targets({ space }: { space: Space }) {
  const { t } = useTranslation()
  const denied = useDenied(space)('triggers:write')
  const query = useQuery(alertTargetsQuery(space.name))
  /** The open dialog: for a new target, or for this one. */
  const [editing, setEditing] = useState<'new' | AlertTarget | null>(null)
  const [deleting, setDeleting] = useState<AlertTarget | null>(null)
  return (
    <Section
      ruled
      title={t('alerts.targets')}
      note={query.data && <span className="num">{query.data.items.length}</span>}
      actions={
        <Button size="sm" icon={<Plus size={14} />} disabledReason={denied} onClick={() => setEditing('new')}>
          {t('alerts.addTarget')}
        </Button>
      }
    >
      <Loaded query={query}>
        {({ items, mail }) => (
          <>
            {items.length === 0 ? (
              <p className="px-gutter pb-5 text-fg-2">{t('alerts.noTargets')}</p>
            ) : (
              <ul aria-label={t('alerts.targets')} className="border-b border-line">
                {items.map((target) => (
                  <TargetRow
                    key={target.name}
                    space={space}
                    target={target}
                    denied={denied}
                    onEdit={() => setEditing(target)}
                    onDelete={() => setDeleting(target)}
                  />
                ))}
              </ul>
            )}
            {editing !== null && (
              <TargetDialog
                space={space.name}
                target={editing === 'new' ? null : editing}
                names={items.map(({ name }) => name)}
                mail={mail}
                onClose={() => setEditing(null)}
              />
            )}
            {deleting && <DeleteTarget space={space.name} name={deleting.name} onClose={() => setDeleting(null)} />}
          </>
        )}
      </Loaded>
    </Section>
  )
}

interface TargetRowProps {
  space: Space
  target: AlertTarget
  denied: string | null
  onEdit(): void
  onDelete(): void
}

function TargetRow({ space, target, denied, onEdit, onDelete }: TargetRowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { name, settings, usedBy, lastAt, lastOk, lastDetail } = target
  const Icon = ICONS[settings.type]
  const test = useChange({
    run: () => testAlertTarget(space.name, name),
    invalidates: [alertsKey(space.name)],
  })
  const said = (result: AlertTest) =>
    t(result.ok ? 'alerts.testOk' : 'alerts.testFailed', { detail: result.detail, time: format.duration(result.ms) })
  const failing = test.data ? !test.data.ok : lastOk === false
  const address =
    settings.type === 'webhook'
      ? settings.url
      : settings.type === 'email'
        ? settings.to.join(', ')
        : `${settings.function}:${settings.qualifier}`
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-gutter py-1.5">
      <Icon size={15} className={failing ? 'text-danger' : 'text-fg-3'} />
      <span className="grid min-w-0 flex-1">
        <span className="cut font-name">{name}</span>
        <span className="cut text-sm text-fg-2">
          {t(`alerts.types.${settings.type === 'webhook' && settings.shape === 'slack' ? 'slack' : settings.type}`)}{' '}
          <span className="mono">{address}</span>
        </span>
        {(test.data || failing) && (
          <span role="status" className={`text-sm wrap-anywhere ${failing ? 'text-danger' : 'text-success'}`}>
            {test.data ? said(test.data) : lastDetail && translated(lastDetail)}
            {failing && usedBy.length > 0 && ` · ${t('alerts.usedBy', { count: usedBy.length })}`}
          </span>
        )}
      </span>
      {lastAt !== null && <Time at={lastAt} className="text-sm text-fg-3" />}
      <span className="flex items-center gap-1">
        <Button size="sm" disabledReason={denied} pending={test.isPending} onClick={() => test.mutate(undefined)}>
          {t('alerts.test')}
        </Button>
        <IconButton
          size="sm"
          label={t('alerts.editTarget', { name })}
          disabledReason={denied}
          icon={<Pencil size={14} />}
          onClick={onEdit}
        />
        <IconButton
          size="sm"
          label={t('alerts.deleteTarget', { name })}
          disabledReason={denied ?? (usedBy.length > 0 && t('alerts.inUse', { alert: usedBy[0] }))}
          icon={<Trash2 size={14} />}
          onClick={onDelete}
        />
      </span>
    </li>
  )
}

function DeleteTarget({ space, name, onClose }: { space: string; name: string; onClose(): void }) {
  const { t } = useTranslation()
  const remove = useChange({
    run: () => deleteAlertTarget(space, name),
    invalidates: [alertsKey(space)],
    done: () => t('alerts.targetDeleted', { name }),
    onDone: onClose,
  })
  return (
    <FormDialog
      title={t('alerts.deleteTarget', { name })}
      submit={t('alerts.delete')}
      variant="danger"
      pending={remove.isPending}
      onClose={onClose}
      onSubmit={() => remove.mutate(undefined)}
    >
      <p className="text-fg-2">{t('alerts.deleteTargetHint')}</p>
    </FormDialog>
  )
}
