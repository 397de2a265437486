import { Checkbox as Base } from '@base-ui/react/checkbox'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'

interface CheckboxProps {
  checked: boolean
  onChange: (checked: boolean) => void
  children: ReactNode
  disabled?: boolean
  tabIndex?: number
}

export function Checkbox({ checked, onChange, children, disabled, tabIndex }: CheckboxProps) {
  return (
    <label className="flex min-h-6 items-start gap-2 py-0.5 has-data-disabled:text-fg-3">
      <Base.Root
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        tabIndex={tabIndex}
        className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-tag border border-line-input bg-raised data-checked:border-accent data-checked:bg-accent data-disabled:border-line-strong data-disabled:bg-sunken"
      >
        <Base.Indicator className="text-on-accent">
          <Check size={12} strokeWidth={2.5} />
        </Base.Indicator>
      </Base.Root>
      <span className="min-w-0">{children}</span>
    </label>
  )
}
