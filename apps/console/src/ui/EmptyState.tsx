import { clsx } from 'clsx'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  icon?: ReactNode
  /** One sentence about the state. */
  title: ReactNode
  /** What to do next, or what this place is for. */
  children?: ReactNode
  action?: ReactNode
  /** One example, for instance a CodeBlock. */
  example?: ReactNode
  className?: string
}

export function EmptyState({ icon, title, children, action, example, className }: EmptyStateProps) {
  return (
    <div className={clsx('flex flex-col items-center px-gutter py-14 text-center narrow:py-10', className)}>
      {icon && (
        <span className="mb-3 grid h-11 w-9 place-items-center rounded-t-[18px] rounded-b-[5px] border border-line-strong text-fg-3">
          {icon}
        </span>
      )}
      <div className="font-heading">{title}</div>
      {children && <div className="mt-1 w-full max-w-[440px] text-pretty text-fg-2">{children}</div>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
      {example && (
        <div className="mt-5 w-full max-w-[560px] text-left [&_pre]:wrap-anywhere [&_pre]:whitespace-pre-wrap">
          {example}
        </div>
      )}
    </div>
  )
}
