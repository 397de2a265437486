import type { ReactNode } from 'react'

/** Facts in two columns, with lines between the rows. */
export function KeyValue({ items }: { items: readonly { key: string; label: ReactNode; value: ReactNode }[] }) {
  return (
    <dl className="px-gutter">
      {items.map((item) => (
        <div
          key={item.key}
          className="grid min-h-7 grid-cols-[fit-content(65%)_minmax(0,1fr)] items-center gap-4 border-t border-line py-1"
        >
          <dt className="min-w-0 wrap-anywhere text-fg-2">{item.label}</dt>
          <dd className="num min-w-0 text-right wrap-anywhere">{item.value}</dd>
        </div>
      ))}
    </dl>
  )
}
