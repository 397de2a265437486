import { Dialog } from '@base-ui/react/dialog'
import { useLocation } from '@tanstack/react-router'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Nav } from './Nav.tsx'

interface NavDrawerProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  onFind: () => void
}

/** The nav on narrow screens. Going somewhere closes it. */
export function NavDrawer({ open, onOpenChange, onFind }: NavDrawerProps) {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const close = useEffectEvent(() => onOpenChange(false))
  // oxlint-disable-next-line react/exhaustive-deps -- the address is what closes it
  useEffect(() => close(), [pathname])
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
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
