import { clsx } from 'clsx'
import { createContext, type ReactNode, useContext, useId } from 'react'

interface Group {
  name: string
  value: string
  disabled: boolean
  choose: (value: string) => void
}

const Context = createContext<Group | null>(null)

interface RadioGroupProps<T extends string> {
  /** Names the choice. */
  label: string
  value: T
  onChange: (value: T) => void
  disabled?: boolean | undefined
  className?: string
  /** Labels, each with its `RadioInput`. */
  children: ReactNode
}

/** One of several, as the browser's own radio buttons: arrows move. */
export function RadioGroup<T extends string>(props: RadioGroupProps<T>) {
  const { label, value, onChange, disabled = false, className, children } = props
  const name = useId()
  return (
    <div role="radiogroup" aria-label={label} className={className}>
      <Context value={{ name, value, disabled, choose: (next) => onChange(next as T) }}>{children}</Context>
    </div>
  )
}

interface RadioInputProps {
  value: string
  disabled?: boolean
  /** Left out, it lies unseen over the whole of its label, which shows the choice. */
  className?: string
}

export function RadioInput({
  value,
  disabled = false,
  className = 'absolute inset-0 rounded-[inherit]',
}: RadioInputProps) {
  const group = useContext(Context)!
  return (
    <input
      type="radio"
      name={group.name}
      value={value}
      checked={group.value === value}
      disabled={disabled || group.disabled}
      onChange={() => group.choose(value)}
      className={clsx('appearance-none not-disabled:cursor-pointer', className)}
    />
  )
}
