import { serverNow } from '../../../clock.ts'
import type { Route, Trigger } from '@alcove/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { invocationQuery, invocationsQuery } from '../../../api/invocations.ts'
import { taskQuery } from '../../../api/tasks.ts'
import { firingsQuery } from '../../../api/triggers.ts'
import { prettyJson } from '../payload/prettyJson.ts'

const LOOK_MS = 1_500

interface NextEvent {
  /** As indented JSON; null: too large to be shown. */
  text: string | null
  /** Whether it is kept whole. */
  whole: boolean
}

/** The next real event of a trigger's source, or of a route; null until one arrives. */
export function useNextEvent(space: string, fn: string, source: Trigger | Route): NextEvent | null {
  const [since] = useState(() => serverNow())
  const trigger = 'type' in source ? source.type : 'gateway'
  const { name: triggerName } = source
  // Requests become calls, everything else becomes tasks.
  const isHttp = trigger === 'http' || trigger === 'gateway'
  const [caught, setCaught] = useState<string | null>(null)
  const looks = { refetchInterval: caught === null ? LOOK_MS : (false as const) }
  const firings = useInfiniteQuery({ ...firingsQuery(space, fn, triggerName, 'fired'), ...looks, enabled: !isHttp })
  const calls = useInfiniteQuery({
    ...invocationsQuery(space, fn, { trigger: isHttp ? trigger : undefined, triggerName }),
    ...looks,
    enabled: isHttp,
  })
  const firing = firings.data?.findLast(
    ({ at, cause, taskId }) =>
      Date.parse(at) >= since && taskId !== null && (cause === 'source' || cause === 'catchUp'),
  )
  const call = calls.data?.findLast(
    // A refused request never became an event.
    ({ startedAt, status }) => Date.parse(startedAt) >= since && status !== 'rejected' && status !== 'throttled',
  )
  const found = caught ?? (isHttp ? call?.id : firing?.taskId) ?? null
  if (caught === null && found !== null) setCaught(found)
  const task = useQuery({ ...taskQuery(space, found ?? ''), enabled: found !== null && !isHttp }).data
  const invocation = useQuery({ ...invocationQuery(space, found ?? ''), enabled: found !== null && isHttp }).data
  if (!task && !invocation) return null
  return read(task?.event ?? invocation?.input?.text ?? null)
}

function read(text: string | null): NextEvent {
  if (text === null) return { text, whole: false }
  const { text: pretty, json } = prettyJson(text)
  return { text: pretty, whole: json }
}
