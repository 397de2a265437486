import { Switch as Base } from '@base-ui/react/switch'

interface SwitchProps {
  checked: boolean
  onChange: (checked: boolean) => void
  label: string
  disabled?: boolean
}

export function Switch({ checked, onChange, label, disabled }: SwitchProps) {
  return (
    <Base.Root
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
      aria-label={label}
      className="inline-flex h-[18px] w-8 shrink-0 items-center rounded-full border border-line-input bg-active p-px transition-colors duration-120 data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50 motion-reduce:transition-none"
    >
      <Base.Thumb className="size-3.5 rounded-full bg-fg-3 transition-transform duration-120 data-checked:translate-x-3.5 data-checked:bg-on-accent motion-reduce:transition-none" />
    </Base.Root>
  )
}
