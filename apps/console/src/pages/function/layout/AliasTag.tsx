import type { FunctionSummary } from '@alcove/contract'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Tag } from '../../../ui/Tag.tsx'

/** Where most callers go: the alias `live`, or else the first one. "live v41 75% · v42 25%". */
export function AliasTag({ aliases }: { aliases: FunctionSummary['aliases'] }) {
  const format = useFormat()
  const alias = aliases.find(({ name }) => name === 'live') ?? aliases[0]
  if (!alias) return null
  const { name, version, additional } = alias
  const share = (weight: number) => `${format.number(weight * 100)}%`
  return (
    <Tag mono tone="accent">
      {additional
        ? `${name} v${version} ${share(1 - additional.weight)} · v${additional.version} ${share(additional.weight)}`
        : `${name} v${version}`}
    </Tag>
  )
}
