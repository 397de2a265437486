import { Command, useCommandState } from 'cmdk'
import type { ReactNode } from 'react'
import { rank } from './rank.ts'

export interface PaletteEntry {
  /** Unique. */
  id: string
  /** What typed text is matched against, its own name first. */
  names: readonly string[]
  label: ReactNode
  note?: ReactNode
  icon: ReactNode
  run: () => void
}

interface PaletteGroupProps {
  heading: string
  entries: readonly PaletteEntry[]
  onClose: () => void
}

export function PaletteGroup({ heading, entries, onClose }: PaletteGroupProps) {
  const typed = useCommandState((state) => state.search)
  if (entries.length === 0) return null
  // cmdk sorts only what is there while one types; functions come from the server later.
  const scores = new Map(entries.map((entry) => [entry, rank(typed, entry.names)]))
  const sorted = entries.toSorted((one, other) => scores.get(other)! - scores.get(one)!)
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-micro [&_[cmdk-group-heading]]:font-name [&_[cmdk-group-heading]]:text-fg-3"
    >
      {sorted.map((entry) => (
        <Command.Item
          key={entry.id}
          value={entry.id}
          keywords={[...entry.names]}
          onSelect={() => {
            onClose()
            entry.run()
          }}
          className="flex h-8 cursor-default items-center gap-2.5 rounded-control px-2.5 data-[selected=true]:bg-active narrow:h-10"
        >
          <span className="grid w-5 shrink-0 place-items-center text-fg-3">{entry.icon}</span>
          <span className="cut">{entry.label}</span>
          {entry.note && <span className="cut ml-auto shrink-0 text-sm text-fg-3">{entry.note}</span>}
        </Command.Item>
      ))}
    </Command.Group>
  )
}
