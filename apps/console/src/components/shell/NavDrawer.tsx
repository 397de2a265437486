import { Dialog } from '@base-ui/react/dialog'
import { useLocation } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from '../../i18n/index.ts'
import { Nav } from './Nav.tsx'

interface NavDrawerProps {
  onClose: () => void
  onFind: () => void
}

/** The nav on narrow screens. Navigating closes it. */
export default function NavDrawer({ onClose, onFind }: NavDrawerProps) {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const [opened] = useState(pathname)
  const close = useEffectEvent(onClose)
  useEffect(() => {
    if (pathname !== opened) close()
  }, [pathname, opened])
  return (
    <Dialog.Root open onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-[oklch(0.15_0.01_220/.38)] transition-opacity duration-120 data-ending-style:opacity-0 data-starting-style:opacity-0 motion-reduce:transition-none" />
        <Dialog.Popup
          aria-label={t('shell.menu')}
          className="fixed inset-y-0 left-0 z-40 w-72 max-w-[85vw] shadow-float transition-transform duration-160 ease-out outline-none data-ending-style:-translate-x-full data-starting-style:-translate-x-full motion-reduce:transition-none"
        >
          <Nav onFind={onFind} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
