import { AlcoveError, fieldMessageOf, PROBLEMS, type FieldError, type Problem } from '@alcove/contract'
import { z } from 'zod'
import { quoted } from './etag.ts'

z.config({ customError: fieldMessageOf })

export const PROBLEM_TYPE = 'application/problem+json'

export interface ProblemAnswer {
  problem: Problem
  headers: Record<string, string>
  /** True when the error is a bug of ours: log it whole, say nothing about it. */
  unexpected: boolean
}

/** Domain error → RFC 9457 problem document. Anything else is our own bug and shows only the request's id. */
export function problemOf(error: unknown, requestId: string): ProblemAnswer {
  if (!(error instanceof AlcoveError)) {
    const detail = `Something went wrong inside Alcove. Quote request ${requestId} to its administrator`
    return { problem: document('InternalError', detail, requestId), headers: {}, unexpected: true }
  }
  const { errors, error: thrown, invocationId, resumesAt, current, headers = {} } = error.extras
  return {
    problem: {
      ...document(error.code, error.message, requestId),
      ...(errors && { errors }),
      ...(thrown && { error: thrown }),
      ...(invocationId && { invocationId }),
      ...(resumesAt && { resumesAt }),
    },
    headers: current ? { ...headers, ETag: quoted(current) } : headers,
    unexpected: false,
  }
}

function document(code: keyof typeof PROBLEMS, detail: string, requestId: string): Problem {
  return { type: `urn:alcove:problem:${code}`, ...PROBLEMS[code], code, detail, requestId }
}

type Issue = z.core.$ZodIssue

/** Every issue of a schema as a field and a sentence; unknown fields are named one by one. */
export function fieldErrorsOf(issues: readonly Issue[], under: readonly PropertyKey[] = []): FieldError[] {
  return issues.flatMap((issue): FieldError[] => {
    const path = [...under, ...issue.path]
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: dotted([...path, key]), message: 'Unknown field' }))
    }
    // The key itself is invalid: its own message says how, "Invalid key in record" would not.
    if (issue.code === 'invalid_key') {
      return [{ path: dotted(path), message: issue.issues.map((inner) => inner.message).join('; ') }]
    }
    return [{ path: dotted(path), message: issue.message }]
  })
}

const dotted = (path: readonly PropertyKey[]): string => path.map(String).join('.')

export function validationFailed(errors: FieldError[]): AlcoveError {
  return new AlcoveError('ValidationFailed', detailOf(errors), { errors })
}

/** All of them in one sentence. */
export function detailOf(errors: readonly FieldError[]): string {
  return errors
    .map(({ path, message }) => (path ? `${path}: ${message}` : message))
    .join('; ')
    .slice(0, 1000)
}
