import type { Route } from '@alcove/contract'

/** The order of routes unless one asks for another: those that fail first, then those that are called most. */
export const worstFirst = ({ last24h: a, path: left }: Route, { last24h: b, path: right }: Route): number =>
  b.errors - a.errors || b.calls - a.calls || (left < right ? -1 : 1)
