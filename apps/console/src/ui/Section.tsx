import { clsx } from 'clsx'
import { type ReactNode, useId } from 'react'

interface SectionProps {
  title: ReactNode
  /** Small text next to the title: a count, a unit. */
  note?: ReactNode
  /** On the right. */
  actions?: ReactNode
  children?: ReactNode
  /** Draws a line above. */
  ruled?: boolean
  className?: string
}

export function Section({ title, note, actions, children, ruled = false, className }: SectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={clsx(ruled && 'border-t border-line', className)}>
      <div className="flex min-h-10 flex-wrap items-center gap-x-2.5 gap-y-0.5 px-gutter py-1.5">
        <h2 id={id} className="font-heading">
          {title}
        </h2>
        {note && <span className="text-sm text-fg-3">{note}</span>}
        {actions && <div className="ml-auto flex min-w-0 items-center gap-2">{actions}</div>}
      </div>
      {children}
    </section>
  )
}
