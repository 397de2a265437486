import { clsx } from 'clsx'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from '../i18n/index.ts'
import { IconButton } from './IconButton.tsx'
import { useKeys } from './useKeys.ts'

interface DrawerProps {
  /** Its name for assistive technology. */
  label: string
  /** A heading, and the parts next to it. */
  title: ReactNode
  actions?: ReactNode
  /** Leads to the items before and after it in the list, by button and by `[` and `]`; null at its ends. */
  steps?: { previous: (() => void) | null; next: (() => void) | null }
  onClose: () => void
  children: ReactNode
}

/**
 * One item next to its list. Takes the list's place without room for both, and covers the page when narrow. Escape
 * closes it.
 */
export function Drawer({ label, title, actions, steps, onClose, children }: DrawerProps) {
  const { t } = useTranslation()
  useKeys({ Escape: onClose, '[': steps?.previous, ']': steps?.next })
  return (
    <aside
      aria-label={label}
      className={clsx(
        'min-h-0 min-w-0 border-l border-line-strong bg-raised dark:bg-[oklch(0.207_0.0075_218)]',
        'wide:[--gutter:20px] compact:border-l-0 roomy:overflow-y-auto',
        'narrow:fixed narrow:inset-x-0 narrow:top-12 narrow:bottom-0 narrow:z-20 narrow:overflow-y-auto',
      )}
    >
      <div className="sticky top-0 z-1 flex h-11 items-center gap-2 bg-inherit pr-3 pl-gutter">
        {title}
        <span className="ml-auto flex items-center gap-1">
          {actions}
          {steps && (
            <>
              <Step label={t('common.previous')} icon={<ChevronUp size={15} />} to={steps.previous} />
              <Step label={t('common.next')} icon={<ChevronDown size={15} />} to={steps.next} />
            </>
          )}
          <IconButton size="sm" label={t('common.close')} icon={<X size={15} />} onClick={onClose} />
        </span>
      </div>
      {children}
    </aside>
  )
}

function Step({ label, icon, to }: { label: string; icon: ReactNode; to: (() => void) | null }) {
  const { t } = useTranslation()
  return (
    <IconButton
      size="sm"
      label={label}
      icon={icon}
      disabledReason={to === null && t('common.noneFurther')}
      onClick={() => to?.()}
    />
  )
}

interface DrawerSpaceProps {
  /** The list. The drawer replaces it when there is no room for both. */
  children: ReactNode
  /** Absent while nothing is open. */
  drawer: ReactNode
  width?: 480 | 560
  className?: string
}

/** A list and the drawer it opens, side by side. */
export function DrawerSpace({ children, drawer, width = 480, className }: DrawerSpaceProps) {
  const open = Boolean(drawer)
  return (
    <div
      className={clsx(
        'grid min-h-0 flex-1',
        open && (width === 480 ? 'roomy:grid-cols-[minmax(0,1fr)_480px]' : 'roomy:grid-cols-[minmax(0,1fr)_560px]'),
      )}
    >
      <div className={clsx('min-h-0 min-w-0', open && 'compact:hidden roomy:overflow-y-auto', className)}>
        {children}
      </div>
      {drawer}
    </div>
  )
}
