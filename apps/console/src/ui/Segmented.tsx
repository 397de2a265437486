import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { RadioGroup, RadioInput } from './RadioGroup.tsx'

interface SegmentedProps<T extends string> {
  value: T
  options: readonly { value: T; label: ReactNode; icon?: ReactNode }[]
  onChange: (value: T) => void
  /** Names the choice. */
  label: string
  disabled?: boolean
  className?: string
}

/** One of a few, all in sight. */
export function Segmented<T extends string>({ options, className, ...group }: SegmentedProps<T>) {
  return (
    <RadioGroup
      {...group}
      className={clsx(
        'inline-flex h-7 w-fit shrink-0 rounded-control border bg-raised narrow:h-9',
        group.disabled ? 'border-line bg-sunken' : 'border-line-control',
        className,
      )}
    >
      {options.map((option) => (
        <label
          key={option.value}
          className="relative flex flex-1 items-center justify-center gap-1.5 border-l border-line px-2.5 whitespace-nowrap text-fg-2 first:rounded-l-[5px] first:border-l-0 last:rounded-r-[5px] not-has-disabled:hover:bg-hover has-checked:bg-active! has-checked:font-name has-checked:text-fg has-disabled:text-fg-3"
        >
          <RadioInput value={option.value} />
          {option.icon}
          {option.label}
        </label>
      ))}
    </RadioGroup>
  )
}
