import { Dialog as Base } from '@base-ui/react/dialog'
import { clsx } from 'clsx'
import { X } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from '../i18n/index.ts'
import { IconButton } from './IconButton.tsx'

const FIELDS = 'input:not([readonly], [aria-hidden]), textarea, [role="combobox"]'

interface DialogProps {
  open: boolean
  onClose: () => void
  /** A verb: "Delete storefront", "Publish version". */
  title: ReactNode
  description?: ReactNode
  children?: ReactNode
  /** Buttons, the primary one last. */
  footer?: ReactNode
  /** Pixels; 480 by default, more for comparisons. Fills narrow screens. */
  width?: number
}

export function Dialog({ open, onClose, title, description, children, footer, width = 480 }: DialogProps) {
  const { t } = useTranslation()
  const body = useRef<HTMLDivElement>(null)
  return (
    <Base.Root open={open} onOpenChange={(next) => next || onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[oklch(0.15_0.01_220/.38)] transition-opacity duration-120 data-ending-style:opacity-0 data-starting-style:opacity-0 motion-reduce:transition-none" />
        <Base.Popup
          // Focus the first field; without one, the button that closes.
          initialFocus={() => body.current?.querySelector<HTMLElement>(FIELDS) ?? true}
          style={{ width }}
          className={clsx(
            'floating fixed top-[12vh] left-1/2 z-40 flex max-h-[80vh] max-w-[calc(100vw-32px)] -translate-x-1/2 flex-col rounded-dialog border border-line-strong bg-raised text-fg shadow-float outline-none',
            'narrow:inset-x-0 narrow:top-auto narrow:bottom-0 narrow:left-0 narrow:max-h-[92vh] narrow:w-full! narrow:max-w-none narrow:translate-x-0 narrow:rounded-b-none',
          )}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-1">
            <div className="min-w-0 flex-1">
              <Base.Title className="text-alias font-heading">{title}</Base.Title>
              {description && <Base.Description className="mt-1 text-fg-2">{description}</Base.Description>}
            </div>
            <Base.Close
              render={<IconButton label={t('common.close')} size="sm" icon={<X size={15} />} className="-mr-1" />}
            />
          </header>
          <div ref={body} className="min-h-0 flex-1 overflow-y-auto px-5 pt-3 pb-5">
            {children}
          </div>
          {footer && (
            <footer className="flex items-center justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
