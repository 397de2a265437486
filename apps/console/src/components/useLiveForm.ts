import { useEffect } from 'react'
import { type FieldValues, useForm, type UseFormProps, type UseFormReturn, useWatch } from 'react-hook-form'

/**
 * A form that validates all fields on every change. Its button says what is missing, and a field shows errors that
 * another field caused.
 */
export function useLiveForm<Fields extends FieldValues, Body = Fields>(
  options: UseFormProps<Fields, unknown, Body>,
): UseFormReturn<Fields, unknown, Body> & { values: Fields } {
  const form = useForm<Fields, unknown, Body>({ ...options, mode: 'onChange' })
  const { control, trigger } = form
  const values = useWatch({ control }) as Fields
  useEffect(() => void trigger(), [values, trigger])
  return { ...form, values }
}
