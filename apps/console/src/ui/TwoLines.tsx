import type { ReactNode } from 'react'

interface TwoLinesProps {
  /** A name. */
  children: ReactNode
  /** Next to the name, and never cut. */
  tag?: ReactNode
  note?: ReactNode
}

/** A name above a description. Each is cut when it is too long. */
export function TwoLines({ children, tag, note }: TwoLinesProps) {
  return (
    <span className="grid min-w-0">
      <span className="flex min-w-0 items-center gap-2 leading-[17px]">
        <span className="cut font-name">{children}</span>
        {tag}
      </span>
      {note && <span className="cut text-sm text-fg-3">{note}</span>}
    </span>
  )
}
