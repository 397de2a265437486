import type { Route } from '@alcove/contract'
import type { RouteSort } from '../../../navigation/search.ts'

const byPath = (a: Route, b: Route) => (a.path < b.path ? -1 : 1)
const calls = ({ last24h }: Route) => last24h.calls
const errors = ({ last24h }: Route) => last24h.errors
const share = (route: Route) => (calls(route) === 0 ? 0 : errors(route) / calls(route))

/** Unless one asks for another order: routes that fail first, then those that are called most. */
export function sortRoutes(routes: readonly Route[], sort: RouteSort | undefined): Route[] {
  return routes.toSorted((a, b) => {
    if (sort === 'path') return byPath(a, b)
    if (sort === 'calls') return calls(b) - calls(a) || byPath(a, b)
    if (sort === 'errors') return share(b) - share(a) || byPath(a, b)
    return errors(b) - errors(a) || calls(b) - calls(a) || byPath(a, b)
  })
}
