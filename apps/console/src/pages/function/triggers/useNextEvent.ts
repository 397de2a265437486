import type { Trigger } from '@alcove/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { invocationQuery, invocationsQuery } from '../../../api/invocations.ts'
import { taskQuery } from '../../../api/tasks.ts'
import { firingsQuery } from '../../../api/triggers.ts'

const LOOK_MS = 1_500

/** The first event that the source of the trigger brings from now on, as indented JSON; null while none came. */
export function useNextEvent(space: string, fn: string, trigger: Trigger): string | null {
  const [since] = useState(() => Date.now())
  // Requests are calls; whatever else comes is a task.
  const isHttp = trigger.type === 'http'
  const [caught, setCaught] = useState<string | null>(null)
  const looks = { refetchInterval: caught === null ? LOOK_MS : (false as const) }
  const firings = useInfiniteQuery({ ...firingsQuery(space, fn, trigger.name, 'fired'), ...looks, enabled: !isHttp })
  const calls = useInfiniteQuery({ ...invocationsQuery(space, fn, { trigger: 'http' }), ...looks, enabled: isHttp })
  const firing = firings.data?.findLast(
    ({ at, cause, taskId }) =>
      Date.parse(at) >= since && taskId !== null && (cause === 'source' || cause === 'catchUp'),
  )
  const call = calls.data?.findLast(
    ({ startedAt, triggerName }) => Date.parse(startedAt) >= since && triggerName === trigger.name,
  )
  const found = caught ?? (isHttp ? call?.id : firing?.taskId) ?? null
  if (caught === null && found !== null) setCaught(found)
  const task = useQuery({ ...taskQuery(space, found ?? ''), enabled: found !== null && !isHttp }).data
  const invocation = useQuery({ ...invocationQuery(space, found ?? ''), enabled: found !== null && isHttp }).data
  return indented(task?.event ?? invocation?.input?.text ?? null)
}

function indented(text: string | null): string | null {
  if (text === null) return null
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    // Cut where it was too large to be kept whole.
    return text
  }
}
