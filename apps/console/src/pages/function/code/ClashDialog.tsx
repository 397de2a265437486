import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import type { Clash } from './useFileChanges.ts'

/** Asks whether added files replace those of the same path. */
export function ClashDialog({ clash, onClose }: { clash: Clash; onClose(): void }) {
  const { t } = useTranslation()
  const { paths, others } = clash
  const choose = (act: () => void) => () => {
    act()
    onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('fn.files.clash', { count: paths.length })}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          {others > 0 && (
            <Button onClick={choose(clash.addOthers)}>{t('fn.files.addOthers', { count: others })}</Button>
          )}
          <Button variant="primary" onClick={choose(clash.replace)}>
            {t('fn.files.replace', { count: paths.length })}
          </Button>
        </>
      }
    >
      <ul className="mono max-h-60 overflow-y-auto text-sm wrap-anywhere">
        {paths.map((path) => (
          <li key={path}>{path}</li>
        ))}
      </ul>
    </Dialog>
  )
}
