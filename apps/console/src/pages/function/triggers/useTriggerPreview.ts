import type { PutTrigger, TriggerPreviewOf, TriggerType } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { isApiError } from '../../../api/error.ts'
import { triggerPreviewQuery } from '../../../api/triggers.ts'

const TYPING_MS = 250

interface Previewed<Type extends TriggerType> {
  /** The last good one. */
  preview: TriggerPreviewOf<Type> | undefined
  /** What the server rejects, by field of the configuration; under '' what concerns no field. */
  errors: Record<string, string>
  /** Typed, and not sent yet. */
  stale: boolean
}

/** Asks the server what a trigger of this type would do, a moment after the last change. */
export function useTriggerPreview<Type extends TriggerType>(
  type: Type,
  { space, fn, name, body }: { space: string; fn: string; name: string; body: PutTrigger | null },
): Previewed<Type> {
  const text = JSON.stringify(body)
  const [asked, setAsked] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text])
  const query = useQuery(triggerPreviewQuery(space, fn, name || 'new', JSON.parse(asked) as PutTrigger | null))
  const errors: Record<string, string> = {}
  if (isApiError(query.error)) {
    const { fields } = query.error
    for (const { path, message } of fields) errors[path.replace(/^config\./, '')] ??= message
    if (fields.length === 0) errors[''] = query.error.message
  }
  const [good, setGood] = useState<TriggerPreviewOf<Type>>()
  const { data } = query
  if (data?.type === type && data !== good) setGood(data as TriggerPreviewOf<Type>)
  return { preview: good, errors, stale: asked !== text || body === null || query.isError }
}
