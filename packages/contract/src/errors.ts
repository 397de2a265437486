import { z } from 'zod'
import type { InvocationStatus } from './statuses.ts'

/** Every code of a problem document, with its HTTP status and title. The union is closed. */
export const PROBLEMS = {
  // the request
  ValidationFailed: { status: 400, title: 'The request is not valid' },
  MalformedJson: { status: 400, title: 'The body is not valid JSON' },
  InvalidPackage: { status: 400, title: 'The code package is not valid' },
  Unauthenticated: { status: 401, title: 'Sign in or send an API key' },
  Forbidden: { status: 403, title: 'Not allowed' },
  NotFound: { status: 404, title: 'Not found' },
  MethodNotAllowed: { status: 405, title: 'Method not allowed' },
  RequestTimeout: { status: 408, title: 'The request came too slowly' },
  Conflict: { status: 409, title: 'The resource is in another state' },
  AlreadyExists: { status: 409, title: 'The name is taken' },
  PreconditionFailed: { status: 412, title: 'Someone else changed it first' },
  PayloadTooLarge: { status: 413, title: 'The request body is too large' },
  UnsupportedMediaType: { status: 415, title: 'The content type is not supported' },
  RangeNotSatisfiable: { status: 416, title: 'The range lies outside of the object' },
  IdempotencyKeyReused: { status: 422, title: 'The idempotency key was used for another request' },
  SearchTooBroad: { status: 422, title: 'The search covers too much' },
  TooManyRequests: { status: 429, title: 'Too many requests' },
  HeadersTooLarge: { status: 431, title: 'The request has too many or too large headers' },
  NotImplemented: { status: 501, title: 'Not something this server does' },
  VersionNotSupported: { status: 505, title: 'The HTTP version is not supported' },
  // the execution
  FunctionError: { status: 502, title: 'The function failed' },
  InitError: { status: 502, title: 'The function could not be loaded' },
  OutOfMemory: { status: 502, title: 'The function ran out of memory' },
  ProtocolError: { status: 502, title: 'The function broke the runtime protocol' },
  ResponseTooLarge: { status: 502, title: 'The function returned too much' },
  Timeout: { status: 504, title: 'The function timed out' },
  Throttled: { status: 429, title: 'The function is at its limit' },
  QuotaExceeded: { status: 429, title: 'A quota is used up' },
  Rejected: { status: 403, title: 'The call was refused' },
  Cancelled: { status: 499, title: 'The call was cancelled' },
  LoopDetected: { status: 508, title: 'Functions call each other in a loop' },
  // the platform
  SystemError: { status: 500, title: 'Alcove failed' },
  InternalError: { status: 500, title: 'Alcove failed' },
  PackageDamaged: { status: 500, title: 'A stored package is damaged' },
  Unavailable: { status: 503, title: 'Not ready' },
  InsufficientStorage: { status: 507, title: 'There is no room' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof PROBLEMS
const PROBLEM_CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]

export const FieldError = z.object({
  path: z.string().meta({ description: 'Dotted path of the field in the body, query or path' }),
  message: z.string(),
})
export type FieldError = z.infer<typeof FieldError>

/** What a function threw, as text. Never evaluated or rendered as markup. */
export const ExecutionError = z.object({ name: z.string(), message: z.string(), stack: z.string().optional() })
export type ExecutionError = z.infer<typeof ExecutionError>

/** RFC 9457 problem document. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.enum(PROBLEM_CODES),
    detail: z.string(),
    requestId: z.string(),
    errors: z.array(FieldError).optional(),
    error: ExecutionError.optional(),
    invocationId: z.string().optional().meta({ description: 'The recorded call, when there was one' }),
    resumesAt: z
      .string()
      .optional()
      .meta({ description: 'Of a quota, and of the limit of sign-ins: when to try again' }),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof Problem>

export interface ProblemExtras {
  errors?: FieldError[]
  error?: ExecutionError
  invocationId?: string
  /** When a used-up quota allows calls again, as ISO 8601. */
  resumesAt?: string
  /** The current state of the resource, when a write expected another one. */
  current?: string | null
  /** It may well exist: the caller has no right to know. Only the audit tells them apart. */
  hidden?: boolean
  /** Response headers of the refusal, such as `Retry-After`. */
  headers?: Record<string, string>
  cause?: unknown
}

/** The one domain error: a code of the closed union, and a sentence with what was wrong and what to do. */
export class AlcoveError extends Error {
  override readonly name = 'AlcoveError'
  readonly code: ProblemCode
  readonly extras: ProblemExtras

  constructor(code: ProblemCode, detail: string, extras: ProblemExtras = {}) {
    super(detail, { cause: extras.cause })
    this.code = code
    this.extras = extras
  }

  get status(): number {
    return PROBLEMS[this.code].status
  }
}

/** `functionError` → `FunctionError`: the statuses in PascalCase are the problem codes. */
export function problemCodeOf(status: Exclude<InvocationStatus, 'success'>): ProblemCode {
  return (status[0]!.toUpperCase() + status.slice(1)) as ProblemCode
}

export function notFound(what: string, name: string): AlcoveError {
  return new AlcoveError('NotFound', `No ${what} "${name}" here, or it is not yours to see`)
}

/** An invalid field of a request. */
export function invalid(path: string, message: string): AlcoveError {
  return new AlcoveError('ValidationFailed', message, { errors: [{ path, message }] })
}
