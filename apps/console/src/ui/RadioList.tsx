import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { clsx } from 'clsx'
import type { ReactNode } from 'react'

export interface RadioOption<T extends string> {
  value: T
  label: ReactNode
  /** What choosing it means. */
  hint?: ReactNode
  /** Why it cannot be chosen: replaces the hint. */
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

/** A choice of one, each with an explanation. */
export function RadioList<T extends string>(props: RadioListProps<T>) {
  const { label, options, onChange, columns = 1, ...group } = props
  return (
    <RadioGroup
      {...group}
      aria-label={label}
      onValueChange={(next: T) => onChange(next)}
      className={clsx('grid gap-px overflow-hidden rounded-field border border-line-input bg-line', grids[columns])}
    >
      {options.map((option) => (
        <label
          key={option.value}
          className={clsx(
            'flex gap-2.5 bg-raised px-3 py-2.5 has-data-checked:bg-selected',
            option.disabledReason ? 'text-fg-3' : 'cursor-pointer hover:bg-hover',
          )}
        >
          <Radio.Root
            value={option.value}
            disabled={Boolean(option.disabledReason)}
            className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-line-input bg-raised data-checked:border-accent data-disabled:border-line-strong data-disabled:bg-sunken"
          >
            <Radio.Indicator className="size-2 rounded-full bg-accent" />
          </Radio.Root>
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
