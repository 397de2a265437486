import { queryClient } from '../../api/client.ts'
import { removeTotp } from '../../api/profile.ts'
import { toast } from '../../components/toast.ts'
import { useTranslation } from '../../i18n/index.ts'
import { PasswordDialog } from './PasswordDialog.tsx'

export function RemoveTotpDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <PasswordDialog
      danger
      title={t('profile.removeTotp')}
      description={t('profile.removeTotpMeans')}
      submit={t('profile.remove')}
      run={removeTotp}
      onDone={() => {
        // What is one's own, and everything that was open to it.
        void queryClient.invalidateQueries()
        toast.success(t('profile.totpRemoved'))
        onClose()
      }}
      onClose={onClose}
    />
  )
}
