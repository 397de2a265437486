import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { clsx } from 'clsx'
import type { ReactNode } from 'react'

interface SegmentedProps<T extends string> {
  value: T
  options: readonly { value: T; label: ReactNode; icon?: ReactNode }[]
  onChange: (value: T) => void
  /** Names the choice for assistive technology. */
  label: string
  disabled?: boolean
  className?: string
}

/** A choice of one among a few, all visible. */
export function Segmented<T extends string>({ options, onChange, label, className, ...group }: SegmentedProps<T>) {
  return (
    <RadioGroup
      {...group}
      aria-label={label}
      onValueChange={(next: T) => onChange(next)}
      className={clsx(
        'inline-flex h-7 w-fit shrink-0 rounded-control border border-line-control bg-raised data-disabled:border-line data-disabled:bg-sunken narrow:h-9',
        className,
      )}
    >
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          className="flex flex-1 items-center justify-center gap-1.5 border-l border-line px-2.5 whitespace-nowrap text-fg-2 not-data-disabled:cursor-pointer first-of-type:rounded-l-[5px] first-of-type:border-l-0 last-of-type:rounded-r-[5px] not-data-disabled:hover:bg-hover focus-visible:z-1 data-checked:bg-active! data-checked:font-name data-checked:text-fg data-disabled:text-fg-3"
        >
          {option.icon}
          {option.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  )
}
