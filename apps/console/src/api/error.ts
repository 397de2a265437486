import type { FieldError, Problem, ProblemCode } from '@alcove/contract'

/** Any failed request: with the server's problem document, or with one made here when none arrived. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }

  get code(): ProblemCode {
    return this.problem.code
  }

  get status(): number {
    return this.problem.status
  }

  get requestId(): string {
    return this.problem.requestId
  }

  get fields(): readonly FieldError[] {
    return this.problem.errors ?? []
  }
}

export function isApiError(error: unknown, code?: ProblemCode): error is ApiError {
  return error instanceof ApiError && (code === undefined || error.code === code)
}
