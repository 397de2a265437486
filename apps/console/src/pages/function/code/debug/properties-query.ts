import { queryOptions } from '@tanstack/react-query'
import type { Value } from './frames.ts'
import type { DebugSession } from './session.ts'

/** What an object of the paused program holds at a stop. */
export const propertiesQuery = (session: DebugSession, of: Value, stop: number) =>
  queryOptions({
    queryKey: ['debug', session.state, of.objectId, stop],
    queryFn: () => session.properties(of),
    retry: false,
    gcTime: 0,
  })
