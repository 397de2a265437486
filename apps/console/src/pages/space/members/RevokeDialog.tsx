import type { Space } from '@alcove/contract'
import { useTranslation } from 'react-i18next'
import { deleteGrant, spaceKey } from '../../../api/spaces.ts'
import { useChange } from '../../../components/useChange.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import type { Member } from './matrix.ts'

export function RevokeDialog({ space, member, onClose }: { space: Space; member: Member; onClose: () => void }) {
  const { t } = useTranslation()
  const revoke = useChange({
    run: () => deleteGrant(space.name, member.accountId),
    invalidates: [spaceKey(space.name)],
    done: () => t('members.revoked', { name: member.name }),
    onDone: onClose,
  })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('members.revokeFrom', { name: member.name })}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="danger" pending={revoke.isPending} onClick={() => revoke.mutate(undefined)}>
            {t('members.revoke')}
          </Button>
        </>
      }
    >
      <p className="text-fg-2">
        {t(space.visibility === 'public' ? 'members.revokePublic' : 'members.revokePrivate', {
          name: member.name,
          space: space.name,
        })}
      </p>
    </Dialog>
  )
}
