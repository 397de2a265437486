import type { Alias, Version } from '@alcove/contract'
import { AliasCard } from './AliasCard.tsx'

interface AliasStripProps {
  aliases: readonly Alias[]
  versions: readonly Version[]
  onEdit(alias: Alias): void
}

/** The aliases side by side; `live` first and widest, because most callers use it. */
export function AliasStrip({ aliases, versions, onEdit }: AliasStripProps) {
  const ordered = aliases.toSorted((a, b) => Number(b.name === 'live') - Number(a.name === 'live'))
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,300px),1fr))] border-b border-line *:-mb-px *:border-b *:border-line">
      {ordered.map((alias) => (
        <AliasCard key={alias.name} alias={alias} versions={versions} onEdit={() => onEdit(alias)} />
      ))}
    </div>
  )
}
