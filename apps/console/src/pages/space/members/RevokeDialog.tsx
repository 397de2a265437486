import type { Grant, Space } from '@alcove/contract'
import { deleteGrant, spaceKey } from '../../../api/spaces.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { FormDialog } from '../../../ui/FormDialog.tsx'

export function RevokeDialog({ space, grant, onClose }: { space: Space; grant: Grant; onClose: () => void }) {
  const { t } = useTranslation()
  const { name } = grant
  const revoke = useChange({
    run: () => deleteGrant(space.name, grant),
    invalidates: [spaceKey(space.name)],
    done: () => t('members.revoked', { name }),
    onDone: onClose,
  })
  return (
    <FormDialog
      onClose={onClose}
      title={t('members.revokeFrom', { name })}
      submit={t('members.revoke')}
      variant="danger"
      pending={revoke.isPending}
      onSubmit={() => revoke.mutate(undefined)}
    >
      <p className="text-fg-2">
        {t(space.visibility === 'public' ? 'members.revokePublic' : 'members.revokePrivate', {
          name,
          space: space.name,
        })}
      </p>
    </FormDialog>
  )
}
