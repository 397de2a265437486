import type { ReactNode } from 'react'

interface FactGridProps {
  facts: readonly { key: string; label: ReactNode; value: ReactNode; title?: string }[]
  /** Width of the narrowest column. CSS pixels. */
  column?: number
}

/** Facts in columns, each below its label. */
export function FactGrid({ facts, column = 112 }: FactGridProps) {
  return (
    <dl
      className="num grid gap-x-4 gap-y-2 px-gutter pb-3"
      style={{ gridTemplateColumns: `repeat(auto-fill, minmax(${column}px, 1fr))` }}
    >
      {facts.map(({ key, label, value, title }) => (
        <div key={key} className="min-w-0">
          <dt className="text-micro/[14px] text-fg-3">{label}</dt>
          <dd className="cut" title={title ?? (typeof value === 'string' ? value : undefined)}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  )
}
