import { Select as Base } from '@base-ui/react/select'
import { clsx } from 'clsx'
import { Check, ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { popupClass } from './popup.ts'

export interface SelectOption<T extends string> {
  value: T
  label: ReactNode
  /** A second, smaller line. */
  hint?: ReactNode
  disabled?: boolean
}

interface SelectProps<T extends string> {
  value: T
  options: readonly SelectOption<T>[]
  onChange: (value: T) => void
  /** Required when no Field provides the label. */
  label?: string
  size?: 'md' | 'sm' | 'field'
  mono?: boolean
  disabled?: boolean
  className?: string
}

const sizes = {
  field: 'h-8 w-full rounded-field px-2.5 narrow:h-9',
  md: 'h-7 rounded-control px-2 font-medium narrow:h-9',
  sm: 'h-6 rounded-control pr-1.5 pl-2 text-sm font-medium narrow:h-7',
}

export function Select<T extends string>({
  value,
  options,
  onChange,
  label,
  size = 'field',
  mono,
  disabled,
  className,
}: SelectProps<T>) {
  return (
    <Base.Root items={options} value={value} onValueChange={(next) => next && onChange(next)} disabled={disabled}>
      <Base.Trigger
        aria-label={label}
        className={clsx(
          'inline-flex min-w-0 items-center justify-between gap-1.5 border border-line-input bg-raised whitespace-nowrap select-none hover:bg-hover data-[disabled]:border-line data-[disabled]:bg-sunken data-[disabled]:text-fg-3 aria-invalid:border-danger',
          sizes[size],
          mono && 'font-mono',
          className,
        )}
      >
        <Base.Value className="cut" />
        <ChevronDown size={13} className="text-fg-3" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50 outline-none">
          <Base.Popup className={clsx(popupClass, 'min-w-(--anchor-width)')}>
            <Base.List className="max-h-(--available-height) overflow-y-auto p-1">
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  disabled={option.disabled}
                  className={clsx(
                    'grid cursor-default grid-cols-[minmax(0,1fr)_14px] items-center gap-3 rounded-control px-2 py-1 outline-none select-none data-[disabled]:text-fg-3 data-highlighted:bg-hover',
                    mono && 'font-mono',
                  )}
                >
                  <span className="min-w-0">
                    <Base.ItemText className="block">{option.label}</Base.ItemText>
                    {option.hint && <span className="block max-w-72 text-sm text-fg-3">{option.hint}</span>}
                  </span>
                  <Base.ItemIndicator>
                    <Check size={14} className="text-accent" />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
