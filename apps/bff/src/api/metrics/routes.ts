import { Metrics, MetricsQuery, Overview, OverviewQuery } from '@alcove/contract'
import { exposeSpace, EXPOSITION_TYPE, getMetrics, getOverview, getSpaceMetrics } from '@alcove/platform'
import { route } from '../route.ts'

export const metricRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/metrics',
    action: 'metrics:read',
    summary: 'Read a function’s metrics over time',
    fresh: 'records',
    query: MetricsQuery,
    answer: Metrics,
    run: ({ ctx, params, query }) => getMetrics({ ctx, input: { fn: params.fn, ...query } }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/metrics',
    action: 'metrics:read',
    summary: 'Read the metrics of all functions of a space',
    fresh: 'records',
    query: MetricsQuery.omit({ version: true }),
    answer: Metrics,
    run: ({ ctx, query }) => getSpaceMetrics({ ctx, input: query }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/metrics/prometheus',
    action: 'metrics:read',
    summary: 'Scrape the metrics of a space with Prometheus',
    fresh: 'records',
    answerType: EXPOSITION_TYPE,
    run: async ({ ctx }) =>
      new Response(await exposeSpace({ ctx, input: {} }), { headers: { 'Content-Type': EXPOSITION_TYPE } }),
  }),
  route({
    method: 'get',
    path: '/overview',
    action: 'signedIn',
    keyNeeds: 'metrics:read',
    summary: 'Read the state of everything you can see',
    fresh: 'records',
    query: OverviewQuery,
    answer: Overview,
    run: ({ ctx, query }) => getOverview({ ctx, input: query }),
  }),
]
