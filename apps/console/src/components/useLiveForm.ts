import { useEffect } from 'react'
import { type FieldValues, useForm, type UseFormProps, type UseFormReturn, useWatch } from 'react-hook-form'

/**
 * A form that is checked as a whole with every change: its button says what is missing, and a field also shows what
 * another field made wrong.
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
