import type { ReactNode } from 'react'

/** The key that presses the button that it stands in. */
export function ButtonKey({ children }: { children: ReactNode }) {
  return (
    <kbd className="-mr-1 rounded-tag border border-current/35 px-1 font-ui! text-micro font-medium opacity-85 narrow:hidden">
      {children}
    </kbd>
  )
}
