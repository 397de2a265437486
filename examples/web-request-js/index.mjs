/** @satisfies {import('alcove').FetchModule} */
export default {
  async fetch(request, context) {
    const url = new URL(request.url)
    if (url.pathname === '/hello') {
      return Response.json({ hello: url.searchParams.get('name') ?? 'world', version: context.functionVersion })
    }
    if (url.pathname === '/echo' && request.method === 'POST') {
      return new Response(request.body, {
        headers: { 'content-type': request.headers.get('content-type') ?? 'text/plain' },
      })
    }
    return Response.json({ error: `No route ${request.method} ${url.pathname}` }, { status: 404 })
  },
}
