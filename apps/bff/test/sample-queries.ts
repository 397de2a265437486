/** The query parameters that reads require, for tests of every route. */
const QUERIES: Readonly<Record<string, string>> = {
  '/spaces/{space}/access': '?action=logs:read',
  '/spaces/{space}/buckets/{bucket}/firings': '?key=absent',
  '/spaces/{space}/logs/counts': '?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z',
  '/spaces/{space}/logs/context':
    '?line=019a0000-aaaa-7bbb-8ccc-0123456789ab&invocation=019a0000-aaaa-7bbb-8ccc-0123456789ab',
  '/spaces/{space}/invocations/scatter': '?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z',
  '/spaces/{space}/invocations/differences': '?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z&these=failed',
  '/spaces/{space}/service-graph': '?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z',
  '/spaces/{space}/visibility-preview': '?visibility=public',
}

export function sampleQuery({ method, path }: { method: string; path: string }): string {
  return method === 'get' ? (QUERIES[path] ?? '') : ''
}
