import { type GroupSummary, Name } from '@alcove/contract'
import { useState } from 'react'
import { groupsQuery } from '../../../api/access.ts'
import { accountsKey } from '../../../api/accounts.ts'
import { putGroup } from '../../../api/groups.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'

interface GroupDialogProps {
  /** Left out: a new one. */
  group?: GroupSummary
  onClose: () => void
  onDone?: (name: string) => void
}

/** Name, description, and the claim that fills it. */
export function GroupDialog({ group, onClose, onDone }: GroupDialogProps) {
  const { t } = useTranslation()
  const [name, setName] = useState(group?.name ?? '')
  const [description, setDescription] = useState(group?.description ?? '')
  const [claim, setClaim] = useState(group?.claim ?? '')
  const put = useChange({
    run: () =>
      putGroup(name, {
        description: description.trim(),
        claim: claim.trim() === '' ? null : claim.trim(),
      }),
    invalidates: [groupsQuery.queryKey, accountsKey],
    done: () => t('groups.saved', { name }),
    onDone: () => {
      onClose()
      onDone?.(name)
    },
  })
  const wrong = Name.safeParse(name).success ? null : t('common.nameRule')
  return (
    <FormDialog
      onClose={onClose}
      title={group ? t('groups.change', { name: group.name }) : t('groups.new')}
      submit={group ? t('common.save') : t('groups.create')}
      pending={put.isPending}
      disabledReason={wrong}
      onSubmit={() => put.mutate(undefined)}
    >
      {!group && (
        <Field label={t('common.name')} hint={t('common.nameRule')} error={name === '' ? null : wrong}>
          <Input placeholder="on-call" value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
      )}
      <Field label={t('common.description')}>
        <Input maxLength={500} value={description} onChange={(event) => setDescription(event.target.value)} />
      </Field>
      <Field label={t('groups.claim')} hint={t('groups.claimHint')}>
        <Input
          mono
          maxLength={200}
          placeholder="shop-oncall"
          value={claim}
          onChange={(event) => setClaim(event.target.value)}
        />
      </Field>
    </FormDialog>
  )
}
