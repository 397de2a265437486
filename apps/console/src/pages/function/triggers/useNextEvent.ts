import { serverNow } from '../../../clock.ts'
import type { Trigger } from '@alcove/contract'
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

/** The next real event of the trigger's source; null until one arrives. */
export function useNextEvent(space: string, fn: string, trigger: Trigger): NextEvent | null {
  const [since] = useState(() => serverNow())
  // Requests become calls, everything else becomes tasks.
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
  if (!task && !invocation) return null
  return read(task?.event ?? invocation?.input?.text ?? null)
}

function read(text: string | null): NextEvent {
  if (text === null) return { text, whole: false }
  const { text: pretty, json } = prettyJson(text)
  return { text: pretty, whole: json }
}
