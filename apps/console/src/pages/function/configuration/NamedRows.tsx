import { clsx } from 'clsx'
import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { controlClass } from '../../../ui/Field.tsx'

export const rowInputClass = `${controlClass} h-8 font-mono text-sm narrow:h-9`

interface NamedRowsProps<Row> {
  rows: readonly Row[]
  /** Name, value and actions: three cells of a grid. */
  row(row: Row): ReactNode
  rowClass?: string
  error: string | undefined
  /** Why nothing can be changed; absent when it can. */
  readOnlyReason: string | undefined
  addLabel: string
  onAdd(): void
  /** Next to the button that adds a row. */
  children?: ReactNode
}

/** Names with values, one per row: variables and secrets. */
export function NamedRows<Row extends { key: number }>(props: NamedRowsProps<Row>) {
  const { rows, row, rowClass, error, readOnlyReason, addLabel, onAdd, children } = props
  return (
    <>
      {rows.length > 0 && (
        <ul className="grid gap-2">
          {rows.map((one) => (
            <li
              key={one.key}
              className={clsx('grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-start gap-2', rowClass)}
            >
              {row(one)}
            </li>
          ))}
        </ul>
      )}
      {error && (
        <p role="alert" className="text-sm text-danger">
          {error}
        </p>
      )}
      <div className="flex items-center gap-2">
        <Button size="sm" icon={<Plus size={14} />} disabledReason={readOnlyReason} onClick={onAdd}>
          {addLabel}
        </Button>
        {children}
      </div>
    </>
  )
}
