import { clsx } from 'clsx'
import type { ReactNode } from 'react'

const tones = {
  warning: 'bg-warning-tint [&>svg]:text-warning',
  danger: 'bg-danger-tint [&>svg]:text-danger',
  info: 'bg-info-tint [&>svg]:text-info',
}

interface NoticeProps {
  icon: ReactNode
  title: ReactNode
  children?: ReactNode
  actions?: ReactNode
  tone?: keyof typeof tones
}

/** A full-width strip with something that users of this page should know now. */
export function Notice({ icon, title, children, actions, tone = 'warning' }: NoticeProps) {
  return (
    <div
      role="status"
      className={clsx(
        'flex items-center gap-2.5 border-b border-line px-gutter py-[9px] narrow:flex-wrap',
        tones[tone],
      )}
    >
      {icon}
      <p className="min-w-0 flex-1 narrow:basis-3/4">
        <b className="font-name">{title}</b> <span className="text-fg-2">{children}</span>
      </p>
      {actions && <span className="flex shrink-0 gap-2">{actions}</span>}
    </div>
  )
}
