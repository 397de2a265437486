import {
  Prices,
  PutPrices,
  Statement,
  StatementQuery,
  Usage,
  UsageQuery,
  WhatIfAnswer,
  WhatIfQuestion,
} from '@alcove/contract'
import { askWhatIf, getPrices, getStatement, getUsage, putPrices, statementCsv, usageCsv } from '@alcove/platform'
import { expectedBy, quoted } from '../../etag.ts'
import { route } from '../route.ts'

function csvFile(text: string, name: string): Response {
  const headers = {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}"`,
  }
  return new Response(text, { headers })
}

export const usageRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/usage',
    action: 'usage:read',
    summary:
      'Sum up what a space used from one moment to another, and what it costs, by function, version, alias, trigger, caller or time; as CSV, too (format=csv)',
    fresh: 'records',
    query: UsageQuery,
    answer: Usage,
    async run({ ctx, query }) {
      const { format, ...input } = query
      const usage = await getUsage({ ctx, input })
      if (format === 'json') return usage
      const days = [usage.from, usage.to].map((moment) => moment.slice(0, 10)).join('-to-')
      return csvFile(usageCsv(usage), `${ctx.space.name}-${days}.csv`)
    },
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/statements/{month}',
    action: 'usage:read',
    summary: 'Read what a space has to pay for a month (2026-11), or its CSV with FinOps FOCUS columns (format=csv)',
    fresh: 'records',
    query: StatementQuery,
    answer: Statement,
    async run({ ctx, params, query }) {
      const statement = await getStatement({ ctx, input: { ...params, by: query.by } })
      if (query.format === 'json') return statement
      return csvFile(statementCsv(statement), `${ctx.space.name}-${params.month}.csv`)
    },
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/what-if',
    action: 'usage:read',
    summary: 'Ask what recorded usage would have cost with other memory, prices, traffic or limits',
    fresh: 'records',
    body: WhatIfQuestion,
    answer: WhatIfAnswer,
    run: ({ ctx, body }) => askWhatIf({ ctx, input: body }),
  }),
  route({
    method: 'get',
    path: '/prices',
    action: 'signedIn',
    keyNeeds: 'usage:read',
    summary: 'Read the price list and those before it',
    answer: Prices,
    headers: (prices) => ({ ETag: quoted(prices.etag) }),
    run: ({ ctx }) => getPrices({ ctx, input: {} }),
  }),
  route({
    method: 'put',
    path: '/prices',
    action: 'platform:admin',
    summary: 'Set the price list that holds from now on. If-Match: only as you last saw it',
    body: PutPrices,
    answer: Prices,
    headers: (prices) => ({ ETag: quoted(prices.etag) }),
    run: ({ ctx, body, request }) => putPrices({ ctx, input: { prices: body, expected: expectedBy(request.headers) } }),
  }),
]
