/** From `"GET /notes/:id"` → handler to a fetch function. A Hono app does the same and more. */
export function route(handlers) {
  const routes = Object.entries(handlers).map(([key, handle]) => {
    const [method, pathname] = key.split(' ')
    const segments = pathname.split('/')
    return { method, segments, handle }
  })
  return (request) => {
    const segments = new URL(request.url).pathname.split('/')
    for (const { method, segments: wanted, handle } of routes) {
      const params = method === request.method ? match(wanted, segments) : null
      if (params !== null) return handle(request, params)
    }
    return Response.json({ error: 'Not found' }, { status: 404 })
  }
}

function match(wanted, segments) {
  if (wanted.length !== segments.length) return null
  const params = {}
  for (const [index, part] of wanted.entries()) {
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(segments[index])
    else if (part !== segments[index]) return null
  }
  return params
}
