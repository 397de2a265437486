import type { Space } from '@alcove/contract'
import { deleteGrant, spaceKey } from '../../../api/spaces.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import type { Member } from './matrix.ts'

export function RevokeDialog({ space, member, onClose }: { space: Space; member: Member; onClose: () => void }) {
  const { t } = useTranslation()
  const revoke = useChange({
    run: () => deleteGrant(space.name, { subject: member.subject, function: null }),
    invalidates: [spaceKey(space.name)],
    done: () => t('members.revoked', { name: member.name }),
    onDone: onClose,
  })
  return (
    <FormDialog
      onClose={onClose}
      title={t('members.revokeFrom', { name: member.name })}
      submit={t('members.revoke')}
      variant="danger"
      pending={revoke.isPending}
      onSubmit={() => revoke.mutate(undefined)}
    >
      <p className="text-fg-2">
        {t(space.visibility === 'public' ? 'members.revokePublic' : 'members.revokePrivate', {
          name: member.name,
          space: space.name,
        })}
      </p>
    </FormDialog>
  )
}
