import type { PublishedEvents, SpaceEvent, SpaceEventDetail } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { every } from './every.ts'
import { listQuery } from './list.ts'
import { request } from './request.ts'

export const eventsKey = (space: string) => ['events', space] as const

export const eventsQuery = (space: string, q?: string) =>
  listQuery<SpaceEvent>({
    key: [...eventsKey(space), 'list', q],
    path: ['spaces', space, 'events'],
    query: { q },
    limit: 100,
    refetchInterval: every(5_000),
  })

export const eventQuery = (space: string, id: string) =>
  queryOptions({
    queryKey: [...eventsKey(space), id],
    queryFn: ({ signal }) => request<SpaceEventDetail>(['spaces', space, 'events', id], { signal }),
    refetchInterval: every(3_000),
  })

/** @param event a CloudEvent */
export const publishEvent = (space: string, event: unknown) =>
  request<PublishedEvents>(['spaces', space, 'events'], {
    method: 'POST',
    body: event,
    headers: { 'content-type': 'application/cloudevents+json' },
  })
