import type { ReactNode } from 'react'

interface InSpaceProps {
  space: string
  children: ReactNode
}

/** A name, and after it the space it is in. However long the name is, a fifth of the line is left to the space. */
export function InSpace({ space, children }: InSpaceProps) {
  return (
    <span className="flex min-w-0 items-baseline gap-2.5">
      <span className="cut max-w-4/5">{children}</span>
      <span className="cut shrink-9999 text-sm text-fg-3">{space}</span>
    </span>
  )
}
