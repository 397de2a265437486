import { Download } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from '../../i18n/index.ts'
import { Button, buttonClass } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Dialog } from '../../ui/Dialog.tsx'

/** The only time the recovery codes are shown: they stay until someone says that they are stored. */
export function StoredCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation()
  const [stored, setStored] = useState(false)
  const text = codes.join('\n')
  return (
    <Dialog
      open
      onClose={() => stored && onClose()}
      title={t('profile.codes')}
      description={t('profile.codesOnce')}
      footer={
        <Button variant="primary" disabledReason={stored ? null : t('profile.storeFirst')} onClick={onClose}>
          {t('accounts.done')}
        </Button>
      }
    >
      <ol className="mono grid grid-cols-2 gap-x-6 gap-y-1 rounded-field border border-line bg-sunken px-4 py-3">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="mt-4 mb-3 flex items-center gap-2">
        <CopyButton text={text} />
        <a
          className={buttonClass({ size: 'sm' })}
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="alcove-recovery-codes.txt"
        >
          <Download size={14} />
          {t('profile.download')}
        </a>
      </div>
      <Checkbox checked={stored} onChange={setStored}>
        {t('profile.storedCodes')}
      </Checkbox>
    </Dialog>
  )
}
