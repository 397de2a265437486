import { fieldMessageOf } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { type FieldValues, get, type Path, type PathValue } from 'react-hook-form'
import { z } from 'zod'
import { isApiError } from '../api/error.ts'
import { useLiveForm } from './useLiveForm.ts'

z.config({ customError: fieldMessageOf })

interface BodyFormOptions<Fields, Body> {
  /** The fields as they are typed, at first. */
  fields: Fields
  /** What the API checks the request with. */
  schema: z.ZodType<Body>
  /** The request that the fields make. */
  bodyOf(fields: Fields): unknown
}

/**
 * A form whose fields differ from the request they make, such as numbers that are typed as text. The request is
 * checked by the schema of the API, so errors have the paths of the request.
 */
export function useBodyForm<Fields extends FieldValues, Body>({
  fields,
  schema,
  bodyOf,
}: BodyFormOptions<Fields, Body>) {
  const form = useLiveForm<Fields, Body>({
    resolver: zodResolver<Fields, unknown, Body>(z.custom<Fields>().transform(bodyOf).pipe(schema) as never),
    defaultValues: fields as never,
  })
  const { errors } = form.formState
  const set = <Name extends Path<Fields>>(name: Name, value: PathValue<Fields, Name>) =>
    form.setValue(name, value, { shouldDirty: true })
  return {
    ...form,
    set,
    isWrong: Object.keys(errors).length > 0,
    errorAt: (path: string): string | undefined => messageOf(get(errors, path) as FieldErrors | undefined),
  }
}

type FieldErrors = { message?: string } | readonly ({ message?: string } | undefined)[]

/** Of a list, that of its first wrong element. */
function messageOf(found: FieldErrors | undefined): string | undefined {
  return found instanceof Array ? found.find((each) => each !== undefined)?.message : found?.message
}

export type BodyForm<Fields extends FieldValues, Body> = ReturnType<typeof useBodyForm<Fields, Body>>

/** What the server said of a field that the schema found nothing wrong with. */
export const refusalAt = (error: unknown, path: string): string | undefined =>
  isApiError(error) ? error.fields.find((field) => field.path === path)?.message : undefined
