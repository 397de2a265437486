import { clsx } from 'clsx'
import type { ReactNode } from 'react'

interface PageHeaderProps {
  title: ReactNode
  /** For example the tile of a space. */
  mark?: ReactNode
  /** Tags, and the state in words. */
  children?: ReactNode
  /** On the right; at most one primary button. */
  actions?: ReactNode
  /** Tabs follow: leave out the space below the header. */
  tabbed?: boolean
}

export function PageHeader({ title, mark, children, actions, tabbed = false }: PageHeaderProps) {
  return (
    <div
      className={clsx(
        'flex shrink-0 items-center gap-3 px-gutter compact:flex-wrap narrow:gap-x-2.5 narrow:py-3',
        tabbed ? 'pt-2.5 pb-2' : 'pt-3.5 pb-3',
      )}
    >
      {mark}
      <h1 className="cut text-title font-heading tracking-[-.018em]">{title}</h1>
      {children}
      {actions && (
        <div className="ml-auto flex items-center justify-end gap-2 narrow:grow narrow:flex-wrap">{actions}</div>
      )}
    </div>
  )
}
