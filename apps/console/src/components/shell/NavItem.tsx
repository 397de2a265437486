import { createLink, useLocation } from '@tanstack/react-router'
import { clsx } from 'clsx'
import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Tooltip } from '../../ui/Tooltip.tsx'

interface AnchorProps extends Omit<ComponentProps<'a'>, 'children'> {
  label: string
  icon: LucideIcon
  count?: number
  collapsing: boolean
  /** Current only at exactly this address. */
  exact?: boolean
  /** Also current at addresses with this prefix. */
  also?: string
}

function Anchor({ label, icon: Icon, count, collapsing, exact, also, className, href, ...rest }: AnchorProps) {
  const { pathname } = useLocation()
  const here =
    pathname === href ||
    (!exact && pathname.startsWith(`${href}/`)) ||
    (also !== undefined && pathname.startsWith(also))
  const text = collapsing ? 'compact:sr-only' : ''
  return (
    <Tooltip content={collapsing ? <span className="roomy:hidden">{label}</span> : null} side="right">
      <a
        {...rest}
        href={href}
        aria-current={here ? 'page' : undefined}
        className={clsx(
          'flex h-7 items-center gap-[9px] rounded-control px-2 outline-offset-[-2px]',
          collapsing ? 'compact:h-8 compact:justify-center' : 'h-9!',
          here ? 'bg-active font-name text-fg' : 'text-fg-2 hover:bg-hover hover:text-fg',
          className,
        )}
      >
        <Icon size={15} className={here ? 'text-accent' : 'text-fg-3'} />
        <span className={clsx('cut', text)}>{label}</span>
        {count !== undefined && (
          <span className={clsx('num ml-auto text-micro', here ? 'text-fg-2' : 'text-fg-3', text)}>{count}</span>
        )}
      </a>
    </Tooltip>
  )
}

export const NavItem = createLink(Anchor)
