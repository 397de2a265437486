import { useState } from 'react'
import { newRecoveryCodes, signInMethodsQuery } from '../../api/profile.ts'
import { queryClient } from '../../api/client.ts'
import { useTranslation } from '../../i18n/index.ts'
import { PasswordDialog } from './PasswordDialog.tsx'
import { StoredCodes } from './StoredCodes.tsx'

/** Creates new recovery codes: the earlier ones stop working. */
export function RecoveryCodesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [codes, setCodes] = useState<string[] | null>(null)
  if (codes) return <StoredCodes codes={codes} onClose={onClose} />
  return (
    <PasswordDialog
      title={t('profile.newCodes')}
      description={t('profile.newCodesMeans')}
      submit={t('profile.newCodes')}
      run={newRecoveryCodes}
      onDone={({ backupCodes }) => {
        setCodes(backupCodes)
        void queryClient.invalidateQueries({ queryKey: signInMethodsQuery.queryKey })
      }}
      onClose={onClose}
    />
  )
}
