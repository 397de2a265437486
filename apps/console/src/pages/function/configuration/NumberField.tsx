import type { ReactNode } from 'react'
import { type Control, type FieldPath, type FieldValues, useController } from 'react-hook-form'
import { Field, Input } from '../../../ui/Field.tsx'

interface NumberFieldProps<Fields extends FieldValues, Body> {
  control: Control<Fields, unknown, Body>
  name: FieldPath<Fields>
  label: string
  hint?: ReactNode
  error?: string | false | null | undefined
  /** The value of an empty field. */
  empty: number | null
  /** 0 means an empty field, because 0 is never valid. */
  zeroIsEmpty?: boolean
  placeholder?: string
  step?: number | 'any'
  disabled?: boolean
}

/** A number with its unit in the label. NaN shows as empty. */
export function NumberField<Fields extends FieldValues, Body>(props: NumberFieldProps<Fields, Body>) {
  const { control, name, label, hint, error, empty, zeroIsEmpty = false, ...input } = props
  const { ref, value: held, onChange, onBlur } = useController({ control, name }).field
  const value: number | null = zeroIsEmpty && held === 0 ? null : held
  return (
    <Field label={label} hint={hint} error={error || null}>
      <Input
        {...input}
        ref={ref}
        type="number"
        className="num"
        value={value ?? ''}
        onBlur={onBlur}
        onChange={({ target: { valueAsNumber } }) => onChange(Number.isNaN(valueAsNumber) ? empty : valueAsNumber)}
      />
    </Field>
  )
}
