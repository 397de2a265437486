import { HostName, type Space } from '@alcove/contract'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { deleteHost, hostsKey, hostsQuery, putHost } from '../../../api/routes.ts'
import { useChange } from '../../../components/useChange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { HostDnsCheck } from './HostDnsCheck.tsx'

interface HostBarProps {
  space: Space
  /** The gateway's address of the space; unknown before there is a route. */
  address: string | undefined
}

/** Where the routes of the space answer. */
export function HostBar({ space, address }: HostBarProps) {
  const { t } = useTranslation()
  const [adding, setAdding] = useState(false)
  const denied = useDenied(space)('routes:write')
  const hosts = useWholeList(hostsQuery(space.name)).data ?? []
  const remove = useChange({
    run: (name: string) => deleteHost(space.name, name),
    invalidates: [hostsKey(space.name)],
    done: (_, name) => t('gateway.hosts.removed', { name }),
    undo: (_, name) => putHost(space.name, name),
  })
  return (
    <section
      aria-label={t('gateway.hosts.title')}
      className="flex min-h-11 flex-wrap items-center gap-x-5 gap-y-1 border-b border-line px-gutter py-1.5"
    >
      <h2 className="font-heading text-sm">{t('gateway.hosts.title')}</h2>
      {address !== undefined && (
        <span className="flex min-w-0 items-center gap-1">
          <span className="mono cut text-sm">{address.replace(/^https?:\/\//, '')}</span>
          <CopyButton text={address} />
        </span>
      )}
      {hosts.map(({ name, function: fn, trigger }) => (
        <span key={name} className="flex min-w-0 items-center gap-1">
          <span className="mono cut text-sm">{name}</span>
          <HostDnsCheck space={space.name} host={name} denied={denied} />
          {trigger === null ? (
            <IconButton
              size="sm"
              label={t('gateway.hosts.remove', { name })}
              disabledReason={denied}
              icon={<X size={13} />}
              onClick={() => remove.mutate(name)}
            />
          ) : (
            <span className="text-sm text-fg-3">{t('gateway.hosts.ofTrigger', { trigger, function: fn })}</span>
          )}
        </span>
      ))}
      <Button
        size="sm"
        className="ml-auto"
        icon={<Plus size={13} />}
        disabledReason={denied}
        onClick={() => setAdding(true)}
      >
        {t('gateway.hosts.add')}
      </Button>
      {adding && <AddHost space={space.name} onClose={() => setAdding(false)} />}
    </section>
  )
}

function AddHost({ space, onClose }: { space: string; onClose(): void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const name = asciiHost(typed)
  const add = useChange({
    run: () => putHost(space, name),
    invalidates: [hostsKey(space)],
    done: () => t('gateway.hosts.added', { name }),
    onDone: onClose,
  })
  const checked = HostName.safeParse(name)
  const problem = checked.success ? null : checked.error.issues[0]!.message
  return (
    <FormDialog
      onClose={onClose}
      title={t('gateway.hosts.addTitle')}
      description={t('gateway.hosts.explained')}
      submit={t('gateway.hosts.add')}
      pending={add.isPending}
      disabledReason={problem}
      onSubmit={() => add.mutate(undefined)}
    >
      <Field
        label={t('gateway.hosts.name')}
        hint={name === typed ? undefined : t('gateway.hosts.savedAs', { name })}
        error={typed === '' ? null : problem}
      >
        <Input
          mono
          autoComplete="off"
          placeholder={t('gateway.hosts.placeholder')}
          value={typed}
          onChange={(event) => setTyped(event.target.value.trim().toLowerCase())}
        />
      </Field>
    </FormDialog>
  )
}

/** As DNS and clients send it: "bücher.example" is "xn--bcher-kva.example". What is no name stays as it is typed. */
function asciiHost(typed: string): string {
  const text = typed.replace(/\.$/, '')
  return [...text].some((letter) => letter > '\x7f') && URL.canParse(`http://${text}`)
    ? new URL(`http://${text}`).hostname
    : text
}
