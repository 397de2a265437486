import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** A number in a table that leads to what it counts. It is no tab stop: the row's page leads there too. */
export function CountLink({ to, children }: { to: LinkProps; children: ReactNode }) {
  return (
    <Link {...to} tabIndex={-1} className="rounded-[2px] hover:text-fg hover:underline hover:underline-offset-2">
      {children}
    </Link>
  )
}
