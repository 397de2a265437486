import { clsx } from 'clsx'
import type { ReactNode } from 'react'

export type TagTone = 'outline' | 'accent' | 'success' | 'warning' | 'danger' | 'info'

const tones: Record<TagTone, string> = {
  outline: 'border-line-strong text-fg-2',
  accent: 'border-transparent bg-accent-tint text-accent-text',
  success: 'border-transparent bg-success-tint text-success',
  warning: 'border-transparent bg-warning-tint text-warning',
  danger: 'border-transparent bg-danger-tint text-danger',
  info: 'border-transparent bg-info-tint text-info',
}

interface TagProps {
  children: ReactNode
  /** An outline for facts, a tint for states. */
  tone?: TagTone
  mono?: boolean
  icon?: ReactNode
  /** Shrinks with its row, and cuts the text. */
  shrinks?: boolean
}

export function Tag({ children, tone = 'outline', mono = false, icon, shrinks = false }: TagProps) {
  return (
    <span
      className={clsx(
        'inline-flex h-[18px] items-center gap-1 rounded-tag border px-1.5 text-micro whitespace-nowrap',
        mono ? 'font-mono font-[450]' : 'font-medium',
        tones[tone],
        shrinks && 'max-w-full min-w-0',
      )}
    >
      {icon}
      {shrinks ? <span className="cut">{children}</span> : children}
    </span>
  )
}
