import type { ReactNode } from 'react'
import { Field, Input } from '../../../ui/Field.tsx'

interface NumberFieldProps {
  label: string
  hint?: ReactNode
  error?: string | false | null | undefined
  /** null: left empty. */
  value: number | null
  placeholder?: string
  step?: number | 'any'
  disabled?: boolean
  onChange(value: number | null): void
}

/** A number with its unit in the label. What is not a number is empty. */
export function NumberField({ label, hint, error, value, onChange, ...input }: NumberFieldProps) {
  return (
    <Field label={label} hint={hint} error={error || null}>
      <Input
        {...input}
        type="number"
        className="num"
        value={value ?? ''}
        onChange={(event) => onChange(Number.isNaN(event.target.valueAsNumber) ? null : event.target.valueAsNumber)}
      />
    </Field>
  )
}
