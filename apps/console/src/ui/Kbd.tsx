import type { ReactNode } from 'react'

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="rounded-tag border border-line-strong bg-canvas px-1 font-ui text-micro font-medium text-fg-3">
      {children}
    </kbd>
  )
}
