import { type Files, type Runtime, RUNTIMES } from '@alcove/contract'
import javaHandler from '../../../../../../examples/hello-java/Handler.java?raw'
import pythonHandler from '../../../../../../examples/hello-python/main.py?raw'
import shellBootstrap from '../../../../../../examples/hello-shell/bootstrap?raw'
import pythonHttp from '../../../../../../examples/http-python/main.py?raw'
import { familyOf, type RuntimeFamily } from '../../../components/runtimes.ts'

export type TemplateId =
  | 'blank'
  | 'typescript'
  | 'fetch'
  | 'http'
  | 'calls'
  | 'python'
  | 'pythonHttp'
  | 'java'
  | 'shell'

export interface Template {
  id: TemplateId
  family: RuntimeFamily
  handler: string
  files: Files
}

/** Starting points for new functions. Each runs unchanged. */
export const TEMPLATES: readonly Template[] = [
  {
    id: 'blank',
    family: 'node',
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
    family: 'node',
    handler: 'index.handler',
    files: {
      'index.ts': `import type { Handler } from 'alcove'
import { total, type Line } from '../lib/money.ts'

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
    family: 'node',
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
    family: 'node',
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
  {
    id: 'calls',
    family: 'node',
    handler: 'index.handler',
    files: {
      'index.ts': `import { alcove, type Handler } from 'alcove'

/** Calls another function of this space, by its name. The trace and the caller are recorded with both calls. */
export const handler: Handler<{ function?: string; event?: unknown }> = async ({ function: name, event }) => {
  if (!name) return { hint: 'Send { "function": "the-name-of-another-one" }' }
  const answer = await alcove.invoke(name, event)
  console.info(name, 'answered', answer)
  return { [name]: answer }
}
`,
    },
  },
  { id: 'python', family: 'python', handler: 'main.handler', files: { 'main.py': pythonHandler } },
  { id: 'pythonHttp', family: 'python', handler: 'main.handler', files: { 'main.py': pythonHttp } },
  { id: 'java', family: 'java', handler: 'Handler.handle', files: { 'Handler.java': javaHandler } },
  { id: 'shell', family: 'custom', handler: 'bootstrap.main', files: { bootstrap: shellBootstrap } },
]

/** Templates for a runtime's language, the simplest first. */
export const templatesFor = (runtime: Runtime): readonly Template[] =>
  TEMPLATES.filter(({ family }) => family === familyOf(runtime))

/** The default runtime for a template of this language. */
export const firstOf = (family: RuntimeFamily): Runtime => RUNTIMES.find((runtime) => familyOf(runtime) === family)!
