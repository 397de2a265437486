import type { ApiKey } from '@alcove/contract'
import { deleteKey, keysQuery } from '../../api/keys.ts'
import { useChange } from '../../components/useChange.ts'
import { useTranslation } from '../../i18n/index.ts'
import { ConfirmByName } from '../../ui/ConfirmByName.tsx'
import { useFormat } from '../../i18n/useFormat.ts'

export function RevokeKeyDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const revoke = useChange({
    run: () => deleteKey(apiKey.id),
    invalidates: [keysQuery.queryKey],
    done: () => t('keys.revoked', { name: apiKey.name }),
    onDone: onClose,
  })
  return (
    <ConfirmByName
      open
      onClose={onClose}
      onConfirm={() => revoke.mutate(undefined)}
      pending={revoke.isPending}
      title={t('keys.revokeThis', { name: apiKey.name })}
      name={apiKey.name}
      losses={[
        t('keys.loseAccess'),
        apiKey.lastUsedAt ? t('keys.usedLast', { ago: format.ago(apiKey.lastUsedAt) }) : t('keys.neverUsed'),
      ]}
    />
  )
}
