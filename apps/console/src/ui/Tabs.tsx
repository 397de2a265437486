import { clsx } from 'clsx'
import { Lock } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { Tooltip } from './Tooltip.tsx'

/** The tabs under a header. Links come from the router: give each `tabClass`, and put TabCount inside. */
export function Tabs({ label, children }: { label: string; children: ReactNode }) {
  const bar = useRef<HTMLElement>(null)
  const shown = useRef<Element>(null)
  // Brings the active tab into sight once, so that the user can scroll on.
  useEffect(() => {
    const active = bar.current!.querySelector<HTMLElement>('[aria-current="page"]')
    if (active === null || active === shown.current) return
    shown.current = active
    bar.current!.scrollLeft = active.offsetLeft - (bar.current!.clientWidth - active.offsetWidth) / 2
  })
  return (
    <nav
      ref={bar}
      aria-label={label}
      className="relative flex shrink-0 scrollbar-none gap-5 overflow-x-auto border-b border-line px-gutter [&::-webkit-scrollbar]:hidden"
    >
      {children}
    </nav>
  )
}

export function tabClass(active: boolean): string {
  return clsx(
    'flex h-[34px] shrink-0 items-center gap-1.5 border-b-2 whitespace-nowrap outline-offset-[-2px]',
    active ? 'border-accent font-name text-fg' : 'border-transparent text-fg-2 hover:text-fg',
  )
}

export function TabCount({ children, bad = false }: { children: ReactNode; bad?: boolean }) {
  return <span className={clsx('text-micro font-normal', bad ? 'text-danger' : 'text-fg-3')}>{children}</span>
}

/** A tab that the user may not open. It can be focused to read the reason. */
export function LockedTab({ reason, children }: { reason: string; children: ReactNode }) {
  return (
    <Tooltip content={reason} side="bottom">
      <span
        role="link"
        aria-disabled="true"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- keyboard users need the reason too
        tabIndex={0}
        className={clsx(tabClass(false), 'cursor-default text-fg-3! hover:text-fg-3!')}
      >
        <Lock size={12} />
        {children}
      </span>
    </Tooltip>
  )
}
