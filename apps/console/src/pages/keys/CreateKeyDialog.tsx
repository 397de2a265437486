import type { Action } from '@alcove/contract'
import { useState } from 'react'
import { createKey, keysQuery } from '../../api/keys.ts'
import { FormError } from '../../components/FormError.tsx'
import { useChange } from '../../components/useChange.ts'
import { useTranslation } from '../../i18n/index.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { Select } from '../../ui/Select.tsx'
import { ActionChoice } from './ActionChoice.tsx'
import { NewKey } from './NewKey.tsx'
import { SpaceChoice } from './SpaceChoice.tsx'

const EXPIRIES = ['30', '90', '365', 'never'] as const
type Expiry = (typeof EXPIRIES)[number]
const DAY = 86_400_000

/** Makes a key and shows it once. */
export function CreateKeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const [spaces, setSpaces] = useState<string[]>(['*'])
  const [actions, setActions] = useState<(Action | '*')[]>(['functions:invoke'])
  const [expiry, setExpiry] = useState<Expiry>('90')
  const [refusal, setRefusal] = useState<string | null>(null)
  const create = useChange({
    run: createKey,
    invalidates: [keysQuery.queryKey],
    handles: (error) => {
      setRefusal(error instanceof Error ? error.message : String(error))
      return true
    },
  })
  if (create.data) return <NewKey made={create.data} onClose={onClose} />

  const missing =
    name.trim() === ''
      ? t('keys.nameFirst')
      : spaces.length === 0
        ? t('keys.spaceFirst')
        : actions.length === 0
          ? t('keys.actionFirst')
          : null
  const submit = () => {
    const expiresAt = expiry === 'never' ? null : new Date(Date.now() + Number(expiry) * DAY).toISOString()
    create.mutate({ name: name.trim(), spaces, actions, expiresAt })
  }
  return (
    <FormDialog
      onClose={onClose}
      width={560}
      title={t('keys.new')}
      description={t('members.keyNote')}
      submit={t('keys.create')}
      pending={create.isPending}
      disabledReason={missing}
      onSubmit={submit}
    >
      <FormError message={refusal} />
      <div className="grid grid-cols-[minmax(0,1fr)_168px] gap-3 narrow:grid-cols-1">
        <Field label={t('common.name')} hint={t('keys.nameHint')}>
          <Input
            value={name}
            maxLength={100}
            placeholder="ci-deploy"
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field label={t('keys.expires')}>
          <Select
            value={expiry}
            onChange={setExpiry}
            options={EXPIRIES.map((option) => ({
              value: option,
              label: option === 'never' ? t('common.never') : t('keys.inDays', { count: Number(option) }),
            }))}
          />
        </Field>
      </div>
      <SpaceChoice value={spaces} onChange={setSpaces} />
      <ActionChoice value={actions} onChange={setActions} />
    </FormDialog>
  )
}
