import { clsx } from 'clsx'
import type { ReactNode } from 'react'

/** The arch: our logo, and the tile of a space. */
export function SpaceTile({ name, icon, large = false }: { name?: string; icon?: ReactNode; large?: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={clsx(
        'grid shrink-0 place-items-end justify-center leading-[13px] font-[650]',
        large
          ? 'h-7 w-6 rounded-t-[12px] rounded-b-[4px] pb-[5px] text-sm'
          : 'h-6 w-5 rounded-t-[10px] rounded-b-[3px] pb-[3px] text-micro',
        name ? 'bg-accent text-on-accent' : 'bg-active pb-[5px] text-fg-2',
      )}
    >
      {name ? name[0]!.toUpperCase() : icon}
    </span>
  )
}

export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size * 0.9} height={size} viewBox="0 0 18 20" aria-hidden="true" className="text-accent">
      <path d="M0 20V9a9 9 0 0 1 18 0v11h-4V9.2a5 5 0 0 0-10 0V20z" fill="currentColor" />
      <path d="M6.4 20V9.4a2.6 2.6 0 0 1 5.2 0V20z" fill="currentColor" opacity=".38" />
    </svg>
  )
}
