import type { Problem, ProblemCode } from '@alcove/contract'
import { ApiError } from './error.ts'
import { noteServerTime } from '../clock.ts'
import { noteFreshness } from './freshness.ts'

type Query = Readonly<Record<string, string | number | boolean | undefined>>

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  query?: Query
  /** Sent as JSON. A Blob (a zip) is sent unchanged. */
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
  /** Let it outlive the page. */
  keepalive?: boolean
}

/** The server gives up its longest search after 10 s: nothing that is read takes this long. */
const READ_TIMEOUT_MS = 30_000

/**
 * The address of an API route; each segment is escaped.
 * @throws {ApiError} for a name "." or "..": browsers resolve these, so the request would go to another route
 */
export function apiUrl(segments: readonly (string | number)[], query: Query = {}): string {
  const dots = segments.find((segment) => segment === '.' || segment === '..')
  if (dots !== undefined) throw new ApiError(problem('NotFound', 404, `Nothing is named "${dots}"`, ''))
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (value !== undefined) search.set(key, String(value))
  const path = `/api/v1/${segments.map((segment) => encodeURIComponent(segment)).join('/')}`
  return search.size > 0 ? `${path}?${search}` : path
}

/** Calls the API. Resolves with the parsed body, rejects with an ApiError. */
export async function request<T>(segments: readonly (string | number)[], options: RequestOptions = {}): Promise<T> {
  const response = await send(apiUrl(segments, options.query), options)
  if (response.status === 204) return undefined as T
  return (await response.json()) as T
}

/** Like `request`, for callers that need headers or a body that is not JSON. */
export async function send(url: string, options: RequestOptions = {}): Promise<Response> {
  const raw = options.body instanceof Blob
  const headers = new Headers(options.headers)
  if (options.body !== undefined && !headers.has('content-type')) {
    headers.set('content-type', raw ? 'application/zip' : 'application/json')
  }
  // Known before there is an answer: the server logs it, and errors show it.
  const id = newId()
  headers.set('x-request-id', id)
  headers.set('accept-language', pageLanguage())
  // What changes something is never given up: it may take long, and trying again could do it twice.
  const reads = options.method === undefined || options.method === 'GET'
  const patience = new AbortController()
  const timer = reads ? setTimeout(() => patience.abort(), READ_TIMEOUT_MS) : undefined
  const sentAt = Date.now()
  let response: Response
  try {
    response = await fetch(url, {
      method: options.method ?? 'GET',
      headers,
      body: options.body === undefined ? undefined : raw ? (options.body as Blob) : JSON.stringify(options.body),
      signal: options.signal ? AbortSignal.any([options.signal, patience.signal]) : patience.signal,
      keepalive: options.keepalive,
    })
  } catch (cause) {
    if (options.signal?.aborted) throw cause
    if (patience.signal.aborted) throw new ApiError(problem('Unavailable', 504, 'Alcove does not answer', id))
    throw noAnswer(id)
  } finally {
    clearTimeout(timer)
  }
  noteServerTime(response.headers, sentAt)
  noteFreshness(url, response.headers)
  if (!response.ok) throw new ApiError(await problemOf(response))
  return response
}

/** An answer never came, or broke off. */
export const noAnswer = (requestId: string): ApiError =>
  new ApiError(problem('Unavailable', 503, 'Alcove does not answer', requestId))

/** The language chosen in the console, which may not be the browser's. */
export const pageLanguage = (): string => document.documentElement.lang

/** A UUID of version 4. `crypto.randomUUID` is missing where the console is served without TLS. */
export function newId(): string {
  const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )
  return hex.replace(/(.{8})(.{4}).(.{3}).(.{3})(.{12})/, '$1-$2-4$3-8$4-$5')
}

async function problemOf(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => null)) as Partial<Problem> | null
  const requestId = body?.requestId ?? response.headers.get('x-request-id') ?? ''
  if (body?.code && body.detail) return { ...(body as Problem), requestId }
  // Not from our API: a proxy in between, or the sign-in library's `{ message }`.
  const message = (body as { message?: string } | null)?.message ?? response.statusText
  return problem(codeOf(response.status), response.status, message, requestId)
}

function codeOf(status: number): ProblemCode {
  if (status === 401) return 'Unauthenticated'
  if (status === 403) return 'Forbidden'
  if (status === 404) return 'NotFound'
  if (status === 429) return 'TooManyRequests'
  if (status === 502 || status === 503 || status === 504) return 'Unavailable'
  return status < 500 ? 'ValidationFailed' : 'InternalError'
}

function problem(code: ProblemCode, status: number, detail: string, requestId: string): Problem {
  return { type: 'about:blank', title: detail, status, code, detail, requestId }
}
