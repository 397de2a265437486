import { clsx } from 'clsx'
import type { ReactNode } from 'react'

interface FactsProps {
  facts: readonly { key: string; label: ReactNode; value: ReactNode }[]
  className?: string
}

/** A few numbers in a row, each below its label. */
export function Facts({ facts, className }: FactsProps) {
  return (
    <dl className={clsx('num flex flex-wrap justify-between gap-x-4 gap-y-2 border-b border-line py-2', className)}>
      {facts.map((fact) => (
        <div key={fact.key} className="min-w-0">
          <dt className="text-micro/[14px] text-fg-3">{fact.label}</dt>
          <dd className="whitespace-nowrap">{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}
