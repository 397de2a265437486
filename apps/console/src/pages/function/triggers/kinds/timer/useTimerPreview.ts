import type { PutTrigger, TriggerPreviewOf } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { isApiError } from '../../../../../api/error.ts'
import { triggerPreviewQuery } from '../../../../../api/triggers.ts'

const TYPING_MS = 250

interface TimerPreview {
  /** The last good one. */
  preview: TriggerPreviewOf<'timer'> | undefined
  /** What the server finds wrong, by field. */
  errors: Record<string, string>
  /** Typed, and not asked yet. */
  stale: boolean
}

/** Asks the server what the timer would do, a moment after the last change. */
export function useTimerPreview(space: string, fn: string, name: string, body: PutTrigger | null): TimerPreview {
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
    if (fields.length === 0) errors['cron'] = query.error.message
  }
  const [good, setGood] = useState<TriggerPreviewOf<'timer'>>()
  const { data } = query
  if (data?.type === 'timer' && data !== good) setGood(data)
  return { preview: good, errors, stale: asked !== text || body === null || query.isError }
}
