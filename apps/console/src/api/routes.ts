import type { HostDns, ImportResult, PutRoute, Route, SpaceHost, TriedRoute, TryRoute } from '@alcove/contract'
import { every } from './every.ts'
import { listQuery } from './list.ts'
import { onlyOver } from './only-over.ts'
import { apiUrl, request } from './request.ts'
import { spaceKey } from './spaces.ts'

export const routesKey = (space: string) => [...spaceKey(space), 'routes'] as const
export const hostsKey = (space: string) => [...spaceKey(space), 'hosts'] as const

const routePath = (space: string, ...rest: readonly string[]) => ['spaces', space, 'routes', ...rest]
const hostPath = (space: string, ...rest: readonly string[]) => ['spaces', space, 'hosts', ...rest]

export const routesQuery = (space: string) =>
  listQuery<Route>({ key: routesKey(space), path: routePath(space), refetchInterval: every(15_000) })

export const hostsQuery = (space: string) => listQuery<SpaceHost>({ key: hostsKey(space), path: hostPath(space) })

/** As it is sent: the server fills in missing fields. */
export type RouteInput = Omit<PutRoute, 'auth' | 'jwt' | 'hmac' | 'cors'> & Record<string, unknown>

export const getRoute = (space: string, name: string) => request<Route>(routePath(space, name))

export const putRoute = (space: string, name: string, body: RouteInput, seen: string | null) =>
  request<Route>(routePath(space, name), { method: 'PUT', body, headers: onlyOver(seen) })

export const deleteRoute = (space: string, name: string) => request<void>(routePath(space, name), { method: 'DELETE' })

export const tryRoute = (space: string, body: { route: RouteInput; request: TryRoute['request'] }) =>
  request<TriedRoute>(routePath(space, 'try'), { method: 'POST', body })

export const importRoutes = (space: string, file: Blob, query: { preview: boolean; deleteUnnamed: boolean }) =>
  request<ImportResult>(routePath(space, 'import'), {
    method: 'POST',
    body: file,
    headers: { 'content-type': 'text/plain' },
    query,
  })

/** For a link: the browser downloads the document on its own. */
export const openApiUrl = (space: string) => apiUrl(['spaces', space, 'openapi.json'])

export const putHost = (space: string, host: string) => request<SpaceHost>(hostPath(space, host), { method: 'PUT' })
export const checkHost = (space: string, host: string) => request<HostDns>(hostPath(space, host, 'dns'))
export const deleteHost = (space: string, host: string) => request<void>(hostPath(space, host), { method: 'DELETE' })
