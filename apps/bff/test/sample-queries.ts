/** The queries that reads cannot do without, for tests that ask every route. */
const QUERIES: Readonly<Record<string, string>> = {
  '/spaces/{space}/access': '?action=logs:read',
  '/spaces/{space}/visibility-preview': '?visibility=public',
}

export function sampleQuery({ method, path }: { method: string; path: string }): string {
  return method === 'get' ? (QUERIES[path] ?? '') : ''
}
