import { EVENT_LIMITS, PublishedEvents, SpaceEventDetail, SpaceEventList, SpaceEventQuery } from '@alcove/contract'
import { getEvent, listEvents, publishCloudEvents, requireRole } from '@alcove/platform'
import { traceIdOf } from '../../invoke/trace.ts'
import { route } from '../route.ts'
import { readEvents } from './read-events.ts'

export const eventRoutes = [
  route({
    method: 'post',
    path: '/spaces/{space}/events',
    action: 'functions:invoke',
    summary:
      'Publish CloudEvents 1.0, in binary, structured or batch mode. The same source and id within a day is the same event',
    bytes: { types: ['*'], limit: EVENT_LIMITS.batchBytes },
    status: 202,
    answer: PublishedEvents,
    async run({ deps, ctx, bytes, request }) {
      // Functions behind event triggers trust what comes over the bus: publishing needs a role.
      requireRole(ctx, 'functions:invoke')
      const events = readEvents(request.headers, bytes)
      // A function that calls the API is recognised by the `tracestate` it passes on.
      const reentry = deps.lineages.reentryOf(request.headers.get('tracestate'))
      const cause = {
        traceId: traceIdOf(request.headers.get('traceparent')),
        hops: reentry?.hops ?? 0,
        ...(reentry && { lineage: reentry.lineage.id }),
      }
      return publishCloudEvents({ ctx, input: { events, cause } })
    },
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/events',
    action: 'logs:read',
    summary: 'List the events of a space, newest first',
    query: SpaceEventQuery,
    answer: SpaceEventList,
    run: ({ ctx, query }) => listEvents({ ctx, input: query }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/events/{event}',
    action: 'logs:read',
    summary: 'Read an event of a space, and what it started',
    answer: SpaceEventDetail,
    run: ({ ctx, params }) => getEvent({ ctx, input: { id: params.event } }),
  }),
]
