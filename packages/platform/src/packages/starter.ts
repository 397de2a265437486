import type { Files } from '@alcove/contract'

/** A small working example that answers to `handler`, in the file and under the export that it names. */
export function starterFor(handler: string): Files {
  const file = handler.slice(0, handler.indexOf('.'))
  const name = handler.slice(handler.lastIndexOf('.') + 1)
  return { [`${file}.mjs`]: name === 'default' ? fetchModule : eventHandler(name) }
}

function eventHandler(name: string): string {
  return `/**
 * Called once per invocation. What it returns is the answer.
 * @param {any} event  The input: JSON from the caller, or an HTTP request from a function URL.
 */
export const ${name} = async (event, context) => {
  console.log('Hello from', context.functionName)
  return { message: \`Hello, \${event?.name ?? 'world'}!\` }
}
`
}

const fetchModule = `/** A web-standard module: a Request in, a Response out. */
export default {
  async fetch(request) {
    console.log(request.method, request.url)
    return Response.json({ message: 'Hello, world!' })
  },
}
`
