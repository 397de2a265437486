import { type Group, Name, PutGroup } from '@alcove/contract'
import type { z } from 'zod'
import { groupsQuery } from '../../../api/access.ts'
import { accountsKey } from '../../../api/accounts.ts'
import { getGroup, putGroup } from '../../../api/groups.ts'
import { useBodyForm } from '../../../components/useBodyForm.ts'
import { ChangedDialog } from '../../../components/changed-meanwhile/ChangedDialog.tsx'
import { useGuardedSave } from '../../../components/changed-meanwhile/useGuardedSave.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'

const Body = PutGroup.extend({ name: Name })

interface GroupDialogProps {
  /** Left out: a new one. */
  group?: Group
  onClose: () => void
  onDone?: (name: string) => void
}

/** Name, description, and the claim that fills it. */
export function GroupDialog({ group, onClose, onDone }: GroupDialogProps) {
  const { t } = useTranslation()
  const { register, handleSubmit, values, errorAt, reset } = useBodyForm({
    fields: fieldsOf(group),
    schema: Body,
    bodyOf: ({ name, description, claim }) => ({
      name,
      description: description.trim(),
      claim: claim.trim() === '' ? null : claim.trim(),
    }),
  })
  const { name } = values
  const put = useGuardedSave<z.infer<typeof Body>, Group>({
    item: group ?? null,
    partial: true,
    run: ({ name: of, ...body }, seen) => putGroup(of, body, seen),
    read: () => getGroup(name),
    settings: ({ description, claim }) => ({ description, claim }),
    typed: ({ description, claim }) => ({ description, claim }),
    onTheirs: (theirs) => (theirs ? reset(fieldsOf(theirs)) : onClose()),
    invalidates: [groupsQuery.queryKey, accountsKey],
    done: () => t('groups.saved', { name }),
    onDone: () => {
      onClose()
      onDone?.(name)
    },
  })
  const wrong = errorAt('name') && t('common.nameRule')
  return (
    <FormDialog
      onClose={onClose}
      title={group ? t('groups.change', { name: group.name }) : t('groups.new')}
      submit={group ? t('common.save') : t('groups.create')}
      pending={put.isPending}
      disabledReason={wrong}
      onSubmit={handleSubmit((body) => put.mutate(body))}
    >
      {!group && (
        <Field label={t('common.name')} hint={t('common.nameRule')} error={name === '' ? null : wrong}>
          <Input placeholder="on-call" {...register('name')} />
        </Field>
      )}
      <Field label={t('common.description')}>
        <Input maxLength={500} {...register('description')} />
      </Field>
      <Field label={t('groups.claim')} hint={t('groups.claimHint')}>
        <Input mono maxLength={200} placeholder="shop-oncall" {...register('claim')} />
      </Field>
      {put.conflict && <ChangedDialog name={name} conflict={put.conflict} pending={put.isPending} />}
    </FormDialog>
  )
}

const fieldsOf = (group: Group | undefined) => ({
  name: group?.name ?? '',
  description: group?.description ?? '',
  claim: group?.claim ?? '',
})
