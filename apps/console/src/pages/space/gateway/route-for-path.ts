import { parseRoutePath, type PathSegment, type Route } from '@alcove/contract'

const RANK: Readonly<Record<PathSegment['kind'], number>> = { text: 0, parameter: 1, rest: 2 }

/** The routes that would answer a path, whatever the method: those of the most specific path that matches it. */
export function routesForPath<R extends Pick<Route, 'path' | 'enabled'>>(routes: readonly R[], path: string): R[] {
  const parts = path
    .replace(/[?#].*$/s, '')
    .slice(1)
    .split('/')
  const matching = routes.flatMap((route) => {
    const parsed = parseRoutePath(route.path)
    if (!route.enabled || 'problem' in parsed || !matches(parsed.segments, parts)) return []
    return [{ route, rank: parsed.segments.map(({ kind }) => RANK[kind]).join('') }]
  })
  const best = matching.map(({ rank }) => rank).toSorted()[0]
  return matching.filter(({ rank }) => rank === best).map(({ route }) => route)
}

function matches(segments: readonly PathSegment[], parts: readonly string[]): boolean {
  const rest = segments.at(-1)?.kind === 'rest'
  if (rest ? parts.length < segments.length : parts.length !== segments.length) return false
  return segments.every((segment, index) => {
    const part = parts[index]!
    return segment.kind === 'text' ? segment.text === part : segment.kind === 'rest' || part !== ''
  })
}
