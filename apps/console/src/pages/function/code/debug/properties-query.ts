import { queryOptions } from '@tanstack/react-query'
import type { DebugSession } from './session.ts'

/** What an object of the paused program holds at a stop. */
export const propertiesQuery = (session: DebugSession, objectId: string, stop: number) =>
  queryOptions({
    queryKey: ['debug', session.state, objectId, stop],
    queryFn: () => session.properties(objectId),
    retry: false,
    gcTime: 0,
  })
