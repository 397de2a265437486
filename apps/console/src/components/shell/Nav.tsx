import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { Search } from 'lucide-react'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { Kbd } from '../../ui/Kbd.tsx'
import { Mark } from '../../ui/SpaceTile.tsx'
import { Tooltip } from '../../ui/Tooltip.tsx'
import { EngineFoot } from './EngineFoot.tsx'
import { NavLinks } from './NavLinks.tsx'
import { SpaceSwitcher } from './SpaceSwitcher.tsx'

interface NavProps {
  /** Shrinks to icons under 1100 px, except inside the drawer. */
  collapsing?: boolean
  onFind: () => void
  /** The search has the pointer or the focus. */
  onApproach?: () => unknown
  className?: string
}

export function Nav({ collapsing = false, onFind, onApproach, className }: NavProps) {
  const { t } = useTranslation()
  const text = collapsing ? 'compact:sr-only' : ''
  return (
    <nav
      aria-label={t('shell.main')}
      className={clsx('flex h-full min-h-0 flex-col border-r border-line bg-frame px-2', className)}
    >
      <Link
        {...paths.overview()}
        className="flex h-11 shrink-0 items-center gap-2 px-2 text-alias font-[620] tracking-[-.012em]"
      >
        <Mark />
        <span className={text}>Alcove</span>
      </Link>
      <SpaceSwitcher collapsing={collapsing} />
      <Tooltip content={collapsing ? t('shell.search') : null} side="right">
        <button
          type="button"
          onClick={onFind}
          onPointerEnter={onApproach}
          onFocus={onApproach}
          aria-keyshortcuts="Control+K"
          className="mt-2 mb-1.5 flex h-7 w-full shrink-0 items-center gap-2 rounded-control bg-hover px-2 text-fg-3 hover:bg-active dark:bg-canvas"
        >
          <Search size={14} className={collapsing ? 'compact:mx-auto' : ''} />
          <span className={clsx('cut', text)}>{t('shell.search')}</span>
          <span className={clsx('ml-auto', text)}>
            <Kbd>Ctrl K</Kbd>
          </span>
        </button>
      </Tooltip>
      <div className="-mx-2 min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        <NavLinks collapsing={collapsing} />
      </div>
      <EngineFoot collapsing={collapsing} />
    </nav>
  )
}
