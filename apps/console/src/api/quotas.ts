import type {
  CallQuota,
  CallQuotaState,
  FunctionQuota,
  FunctionQuotaState,
  FunctionQuotaUse,
  Resume,
  SpaceQuota,
  SpaceQuotaState,
  Suspension,
} from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { every } from './every.ts'
import { spaceKey } from './spaces.ts'
import { listQuery } from './list.ts'
import { onlyOver } from './only-over.ts'
import { request } from './request.ts'

export type QuotaState = CallQuotaState & Partial<FunctionQuotaState> & Partial<SpaceQuotaState>

/** Whose quota it is. */
export type QuotaPlace =
  | { of: 'space'; space: string }
  | { of: 'function'; space: string; fn: string }
  | { of: 'trigger'; space: string; fn: string; trigger: string }
  | { of: 'route'; space: string; route: string }
  | { of: 'key'; key: string; name: string }
  | { of: 'platform' }

export const functionQuota = (space: string, fn: string): QuotaPlace => ({ of: 'function', space, fn })

function pathOf(place: QuotaPlace): string[] {
  switch (place.of) {
    case 'space':
      return ['spaces', place.space]
    case 'function':
      return ['spaces', place.space, 'functions', place.fn]
    case 'trigger':
      return ['spaces', place.space, 'functions', place.fn, 'triggers', place.trigger]
    case 'route':
      return ['spaces', place.space, 'routes', place.route]
    case 'key':
      return ['keys', place.key]
    case 'platform':
      return []
  }
}

/** What is called by its name. */
export function quotaName(place: QuotaPlace): string {
  switch (place.of) {
    case 'space':
      return place.space
    case 'function':
      return place.fn
    case 'trigger':
      return place.trigger
    case 'route':
      return place.route
    case 'key':
      return place.name
    case 'platform':
      return 'Alcove'
  }
}

const keyIn = (space: string) => [...spaceKey(space), 'quotas'] as const

/** All quotas of a space, or those outside of spaces. */
export const quotasKey = (place: QuotaPlace) => ('space' in place ? keyIn(place.space) : (['quotas'] as const))

export const quotaQuery = (place: QuotaPlace) =>
  queryOptions({
    queryKey: [...quotasKey(place), pathOf(place).join('/')],
    queryFn: ({ signal }) => request<QuotaState>([...pathOf(place), 'quota'], { signal }),
    refetchInterval: every(5_000),
  })

export const getQuota = (place: QuotaPlace) => request<QuotaState>([...pathOf(place), 'quota'])

export type AnyQuota = CallQuota | FunctionQuota | SpaceQuota

export const putQuota = (place: QuotaPlace, body: AnyQuota, seen: string | null) =>
  request<QuotaState>([...pathOf(place), 'quota'], { method: 'PUT', body, headers: onlyOver(seen) })

export const resume = (place: QuotaPlace, body: Resume) =>
  request<QuotaState>([...pathOf(place), 'resume'], { method: 'POST', body })

/** The functions of a space that have limits of their own. */
export const functionQuotasQuery = (space: string) =>
  listQuery<FunctionQuotaUse>({
    key: [...keyIn(space), 'functions'],
    path: ['spaces', space, 'quota', 'functions'],
    limit: 50,
    refetchInterval: every(5_000),
  })

export const suspensionsQuery = (space: string) =>
  listQuery<Suspension>({
    key: [...keyIn(space), 'suspensions'],
    path: ['spaces', space, 'quota', 'suspensions'],
    refetchInterval: every(5_000),
  })

/** What of a space is suspended now. */
export const openSuspensionsQuery = (space: string) =>
  listQuery<Suspension>({
    key: [...keyIn(space), 'suspensions', 'open'],
    path: ['spaces', space, 'quota', 'suspensions'],
    query: { open: 'true' },
    refetchInterval: every(5_000),
  })

/** What a suspension in a space is of. */
export function suspendedPlace(space: string, { function: fn, part }: Suspension): QuotaPlace {
  if (part?.kind === 'trigger' && fn !== null) return { of: 'trigger', space, fn, trigger: part.name }
  if (part?.kind === 'route') return { of: 'route', space, route: part.name }
  return fn === null ? { of: 'space', space } : { of: 'function', space, fn }
}
