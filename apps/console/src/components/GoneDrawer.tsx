import { useTranslation } from '../i18n/index.ts'
import { Drawer } from '../ui/Drawer.tsx'
import { ErrorState } from '../ui/ErrorState.tsx'

/** Takes the place of a drawer when the address names something that is not there. */
export function GoneDrawer({ name, onClose }: { name: string; onClose(): void }) {
  const { t } = useTranslation()
  return (
    <Drawer label={name} title={<h2 className="cut text-alias font-heading">{name}</h2>} onClose={onClose}>
      <ErrorState title={t('errors.NotFound')} detail={t('errors.goneOrHidden')} />
    </Drawer>
  )
}
