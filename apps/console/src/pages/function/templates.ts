import type { Files, Runtime } from '@alcove/contract'

export type TemplateId = 'blank' | 'typescript' | 'fetch' | 'http'

export interface Template {
  id: TemplateId
  handler: string
  files: Files
}

/** Where a new function starts. Each runs as it is. */
export const TEMPLATES: readonly Template[] = [
  {
    id: 'blank',
    handler: 'index.handler',
    files: {
      'index.mjs': `/**
 * @param {{ name?: string }} event
 * @param {import('alcove').Context} context
 */
export const handler = async (event, context) => {
  console.log('called', { by: context.trigger.type, version: context.functionVersion })
  return { message: \`Hello \${event.name ?? 'world'}\` }
}
`,
    },
  },
  {
    id: 'typescript',
    handler: 'index.handler',
    files: {
      'index.ts': `import type { Handler } from 'alcove'
import { total, type Line } from './lib/money.ts'

interface Order {
  id: string
  lines: Line[]
}

export const handler: Handler<Order> = async (order, context) => {
  console.info('order received', order.id)
  const due = total(order.lines)
  if (due === 0) console.warn('order has nothing to pay', order.id)
  return { id: order.id, due, leftMs: context.getRemainingTimeInMillis() }
}
`,
      'lib/money.ts': `export interface Line {
  sku: string
  quantity: number
  /** In cents. */
  price: number
}

export function total(lines: Line[]): number {
  return lines.reduce((sum, line) => sum + line.quantity * line.price, 0)
}
`,
    },
  },
  {
    id: 'fetch',
    handler: 'index.default',
    files: {
      'index.ts': `import type { FetchModule } from 'alcove'

export default {
  async fetch(request, context) {
    const url = new URL(request.url)
    if (url.pathname === '/hello') {
      return Response.json({ hello: url.searchParams.get('name') ?? 'world', version: context.functionVersion })
    }
    if (url.pathname === '/echo' && request.method === 'POST') {
      return new Response(request.body, { headers: { 'content-type': request.headers.get('content-type') ?? 'text/plain' } })
    }
    return Response.json({ error: \`No route \${request.method} \${url.pathname}\` }, { status: 404 })
  },
} satisfies FetchModule
`,
    },
  },
  {
    id: 'http',
    handler: 'index.handler',
    files: {
      'index.ts': `import type { Handler, HttpEvent, HttpResult } from 'alcove'

export const handler: Handler<HttpEvent, HttpResult> = async (event) => {
  const { method, path } = event.requestContext.http
  console.info(\`\${method} \${path}\`)
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ path, query: event.queryStringParameters ?? {} }),
  }
}
`,
    },
  },
]

export const DEFAULT_RUNTIME: Runtime = 'nodejs24'
