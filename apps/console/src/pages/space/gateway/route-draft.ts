import { shapeOf, type Route, type RouteMethod } from '@alcove/contract'
import type { RouteInput } from '../../../api/routes.ts'
import { accessOfDraft, draftOfAccess, type AccessDraft } from '../../../components/access/access-draft.ts'
import { translate } from '../../../i18n/index.ts'
import { jsonError } from '../../function/payload/jsonError.ts'

export type Kind = 'function' | 'redirect' | 'answer'
/** Seconds that the editor offers. A route may have any other number of them. */
export const WINDOWS = [1, 60, 3600, 86_400] as const

/** A route as it is being edited: all fields as text. */
export interface RouteDraft {
  name: string
  method: RouteMethod
  path: string
  enabled: boolean
  kind: Kind
  function: string
  qualifier: string
  to: string
  redirectStatus: string
  answerStatus: string
  answerBody: string
  access: AccessDraft
  perKey: string
  /** Seconds. */
  perKeyWindow: string
  perAddress: string
  perAddressWindow: string
  body: string
  query: string
  origins: string
  credentials: boolean
  respondAsync: boolean
}

export function draftOfRoute(route: Route | null): RouteDraft {
  const { redirect, answer, limits = {}, schemas = {}, cors } = route ?? {}
  return {
    name: route?.name ?? '',
    method: route?.method ?? 'GET',
    path: route?.path ?? '/',
    enabled: route?.enabled ?? true,
    kind: redirect ? 'redirect' : answer ? 'answer' : 'function',
    function: route?.function ?? '',
    qualifier: route?.qualifier ?? 'draft',
    to: redirect?.to ?? '',
    redirectStatus: String(redirect?.status ?? 307),
    answerStatus: String(answer?.status ?? 200),
    answerBody: answer?.body ?? '',
    access: draftOfAccess(route ?? { auth: 'key' }),
    perKey: limits.perKey ? String(limits.perKey.requests) : '',
    perKeyWindow: String(limits.perKey?.seconds ?? 60),
    perAddress: limits.perAddress ? String(limits.perAddress.requests) : '',
    perAddressWindow: String(limits.perAddress?.seconds ?? 60),
    body: schemas.body ? JSON.stringify(schemas.body, null, 2) : '',
    query: schemas.query ? JSON.stringify(schemas.query, null, 2) : '',
    origins: cors?.origins.join('\n') ?? '',
    credentials: cors?.credentials ?? false,
    respondAsync: route?.respondAsync ?? false,
  }
}

/** What to send. Settings that the editor has no fields for stay as they are. */
export function routeOfDraft(draft: RouteDraft, before: Route | null): RouteInput {
  const { kind, access, method, path, enabled } = draft
  const schemas = { ...before?.schemas }
  for (const part of ['body', 'query'] as const) {
    if (draft[part].trim() === '') delete schemas[part]
    else schemas[part] = schemaIn(draft[part])
  }
  const origins = draft.origins
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  return {
    method,
    path,
    enabled,
    qualifier: draft.qualifier,
    ...(kind === 'function' && draft.function !== '' && { function: draft.function }),
    ...(kind === 'redirect' && { redirect: { to: draft.to, status: Number(draft.redirectStatus) as 307 } }),
    ...(kind === 'answer' && {
      answer: { headers: {}, ...before?.answer, status: Number(draft.answerStatus), body: draft.answerBody },
    }),
    ...accessOfDraft(access, before ?? undefined),
    limits: {
      ...(draft.perKey !== '' && access.auth !== 'none' && { perKey: limitOf(draft.perKey, draft.perKeyWindow) }),
      ...(draft.perAddress !== '' && { perAddress: limitOf(draft.perAddress, draft.perAddressWindow) }),
    },
    schemas,
    ...(kind === 'function' && draft.respondAsync && { respondAsync: true }),
    ...(origins.length > 0 && { cors: { ...before?.cors, origins, credentials: draft.credentials } }),
  }
}

const limitOf = (requests: string, window: string) => ({ requests: Number(requests), seconds: Number(window) })

/** The route that answers the same requests, if there is one. */
export function clashOf(draft: RouteDraft, before: Route | null, routes: readonly Route[]): Route | undefined {
  const shape = shapeOf(draft.path)
  return routes.find(
    (route) => route.id !== before?.id && route.method === draft.method && shapeOf(route.path) === shape,
  )
}

/** A schema as typed. Text that is no JSON stays text, which the API refuses as well. */
function schemaIn(text: string): Record<string, unknown> {
  return (jsonError(text) === null ? JSON.parse(text) : text) as Record<string, unknown>
}

/** What is wrong with the text of a schema; null when it is valid or empty. */
export function schemaError(text: string): string | null {
  if (text.trim() === '') return null
  const malformed = jsonError(text)
  if (malformed !== null) return malformed
  const value: unknown = JSON.parse(text)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? null : translate('json.noObject')
}
