import { type GroupSummary, Name, PutGroup } from '@alcove/contract'
import type { z } from 'zod'
import { groupsQuery } from '../../../api/access.ts'
import { accountsKey } from '../../../api/accounts.ts'
import { putGroup } from '../../../api/groups.ts'
import { useBodyForm } from '../../../components/useBodyForm.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'

const Body = PutGroup.extend({ name: Name })

interface GroupDialogProps {
  /** Left out: a new one. */
  group?: GroupSummary
  onClose: () => void
  onDone?: (name: string) => void
}

/** Name, description, and the claim that fills it. */
export function GroupDialog({ group, onClose, onDone }: GroupDialogProps) {
  const { t } = useTranslation()
  const { register, handleSubmit, values, errorAt } = useBodyForm({
    fields: { name: group?.name ?? '', description: group?.description ?? '', claim: group?.claim ?? '' },
    schema: Body,
    bodyOf: ({ name, description, claim }) => ({
      name,
      description: description.trim(),
      claim: claim.trim() === '' ? null : claim.trim(),
    }),
  })
  const { name } = values
  const put = useChange({
    run: ({ name: of, ...body }: z.infer<typeof Body>) => putGroup(of, body),
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
    </FormDialog>
  )
}
