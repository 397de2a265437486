import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { RadioGroup, RadioInput } from './RadioGroup.tsx'

export interface RadioOption<T extends string> {
  value: T
  label: ReactNode
  /** What it means. */
  hint?: ReactNode
  /** Why it cannot be chosen: shown in the hint's place. */
  disabledReason?: ReactNode
}

interface RadioListProps<T extends string> {
  label: string
  value: T
  options: readonly RadioOption<T>[]
  onChange: (value: T) => void
  /** Side by side where there is room. */
  columns?: 1 | 2 | 3
  disabled?: boolean
}

const grids = { 1: '', 2: 'grid-cols-2 narrow:grid-cols-1', 3: 'grid-cols-3 compact:grid-cols-2 narrow:grid-cols-1' }

/** One of several, each with what it means. */
export function RadioList<T extends string>({ options, columns = 1, ...group }: RadioListProps<T>) {
  return (
    <RadioGroup
      {...group}
      className={clsx('grid gap-px overflow-hidden rounded-field border border-line-input bg-line', grids[columns])}
    >
      {options.map((option) => (
        <label
          key={option.value}
          className={clsx(
            'flex gap-2.5 bg-raised px-3 py-2.5 has-checked:bg-selected',
            option.disabledReason ? 'text-fg-3' : 'cursor-pointer hover:bg-hover',
          )}
        >
          <RadioInput
            value={option.value}
            disabled={Boolean(option.disabledReason)}
            className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-line-input bg-raised before:size-2 before:rounded-full checked:border-accent checked:before:bg-accent disabled:border-line-strong disabled:bg-sunken"
          />
          <span className="min-w-0">
            <span className="block font-name">{option.label}</span>
            {(option.disabledReason || option.hint) && (
              <span className="block text-sm text-fg-2">{option.disabledReason || option.hint}</span>
            )}
          </span>
        </label>
      ))}
    </RadioGroup>
  )
}
