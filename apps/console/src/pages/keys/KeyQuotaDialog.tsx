import type { ApiKey } from '@alcove/contract'
import { QuotaSection } from '../../components/quota/QuotaSection.tsx'
import { useTranslation } from '../../i18n/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'

/** What limits calls with a key, and what is used of it. */
export function KeyQuotaDialog({ apiKey: { id, name }, onClose }: { apiKey: ApiKey; onClose(): void }) {
  const { t } = useTranslation()
  return (
    <Dialog
      open
      width={640}
      title={t('keys.limitThis', { name })}
      onClose={onClose}
      footer={<Button onClick={onClose}>{t('common.close')}</Button>}
    >
      <div className="-mx-5" style={{ '--gutter': '20px' }}>
        <QuotaSection place={{ of: 'key', key: id, name }} />
      </div>
    </Dialog>
  )
}
